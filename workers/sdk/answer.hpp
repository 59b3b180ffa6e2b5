// What a handler gives back: a JSON value, or an error by name.
#pragma once

#include <string>

#include <boost/json/fwd.hpp>

namespace pawl::workers {

/// A failure that Retry and Catch see by its type: Error{"OutOfStock", "3 of A-7 are left"}.
struct Error {
    std::string type;
    std::string message;
};

class Answer {
  public:
    // Not explicit: a handler returns what it has.
    Answer(const boost::json::value& value);
    Answer(const boost::json::object& value);
    Answer(const Error& error);
    /// A text that is JSON already, sent as it is.
    static Answer of_json_text(std::string text);

    const std::string& text() const { return text_; }
    bool is_error() const { return is_error_; }

  private:
    Answer() = default;
    std::string text_;
    bool is_error_ = false;
};

}  // namespace pawl::workers
