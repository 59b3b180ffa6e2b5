#include "workers/sdk/answer.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/vocabulary/payload.hpp"

namespace pawl::workers {

Answer::Answer(const json::value& value) : text_(to_json(value)) {}
Answer::Answer(const json::object& value) : text_(to_json(value)) {}

Answer::Answer(const Error& error) : is_error_(true) {
    text_ = "{\"errorType\":";
    write_json_string(error.type, text_);
    text_ += ",\"errorMessage\":";
    write_json_string(error.message, text_);
    text_ += '}';
}

Answer Answer::of_json_text(std::string text) {
    Answer answer;
    answer.text_ = std::move(text);
    return answer;
}

}  // namespace pawl::workers
