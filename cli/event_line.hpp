// A history event in one line, for people: which state, which function, which error.
#pragma once

#include <string>

#include <boost/json/fwd.hpp>

namespace pawl::cli {

namespace json = boost::json;

/// What is particular about the event: "ValidateOrder", "Payment.Busy: try later", "#3 of Items". May be empty.
std::string event_subject(const json::value& event);

}  // namespace pawl::cli
