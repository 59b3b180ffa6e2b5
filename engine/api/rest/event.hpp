// An event of an execution's history as REST shows it: ISO dates, payloads as the JSON they are, and one name for the details of all types. On the
// thread the page came on, as long as it lasts.
#pragma once

#include <string>

#include "engine/service/history.hpp"

namespace pawl::engine::rest {

/// {"id":…,"previous":…,"type":…,"time":…,"details":{…}}
std::string write_event(const HistoryPage& page, const execution::Record& event, const Realm& realm);

}  // namespace pawl::engine::rest
