#include "engine/api/rest/event.hpp"

#include "engine/api/json_object.hpp"
#include "statemachine/execution/history_view.hpp"

namespace pawl::engine::rest {

std::string write_event(const HistoryPage& page, const execution::Record& event, const Realm& realm) {
    const definition::Machine& machine = *page.revision->definition;
    JsonObject object;
    object.number("id", event.event).number("previous", event.previous).text("type", event_type(machine, event)).iso("time", event.time);
    std::string details;
    write_event_details(machine, event, {.payloads = execution::PayloadForm::Json, .region = realm.region}, "details", details);
    return object.more(details).take();
}

}  // namespace pawl::engine::rest
