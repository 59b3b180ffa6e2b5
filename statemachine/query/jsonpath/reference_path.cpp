#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/jsonpath/path.hpp"
#include "statemachine/query/jsonpath/steps.hpp"
#include "statemachine/vocabulary/failure.hpp"

namespace pawl::query {

using jsonpath::Indices;
using jsonpath::Name;
using jsonpath::Step;

struct ReferencePath::Compiled {
    std::string text;
    jsonpath::Steps steps;
};

namespace {

using StepIterator = std::vector<Step>::const_iterator;

/// Whether the place can be written: every parent that is there has the right type, and an index names an item that is there.
bool can_put(const json::value* into, StepIterator step, StepIterator end) {
    for (; step != end; ++step) {
        if (const auto* name = std::get_if<Name>(&*step)) {
            if (into == nullptr) continue;
            const json::object* object = into->if_object();
            if (object == nullptr) return false;
            into = object->if_contains(name->name);
        } else {
            const json::array* array = into == nullptr ? nullptr : into->if_array();
            if (array == nullptr) return false;
            into = array->if_contains(static_cast<std::size_t>(std::get<Indices>(*step).indices.front()));
            if (into == nullptr) return false;
        }
    }
    return true;
}

/// A copy of `into` with `value` at the place; what it replaces is never copied. can_put() has said yes.
json::value with(const json::value* into, StepIterator step, StepIterator end, const json::value& value) {
    if (step == end) return copy_of(value);
    if (const auto* name = std::get_if<Name>(&*step)) {
        json::object copy;
        bool there = false;
        if (into != nullptr) {
            const json::object& object = into->get_object();
            copy.reserve(object.size() + 1);
            for (const auto& member : object) {
                const bool here = member.key() == name->name;
                there = there || here;
                copy.emplace(member.key(), here ? with(&member.value(), step + 1, end, value) : copy_of(member.value()));
            }
        }
        if (!there) copy.emplace(name->name, with(nullptr, step + 1, end, value));
        return copy;
    }
    const json::array& array = into->get_array();
    const auto index = static_cast<std::size_t>(std::get<Indices>(*step).indices.front());
    json::array copy;
    copy.reserve(array.size());
    for (std::size_t i = 0; i < array.size(); ++i) copy.push_back(i == index ? with(&array[i], step + 1, end, value) : copy_of(array[i]));
    return copy;
}

bool is_reference(const Step& step) {
    if (const auto* indices = std::get_if<Indices>(&step)) return indices->indices.size() == 1 && indices->indices.front() >= 0;
    return std::holds_alternative<Name>(step);
}

}  // namespace

Result<ReferencePath, PathSyntaxError> ReferencePath::compile(std::string_view text) {
    if (text.starts_with("$$")) return PathSyntaxError{"A reference path can't begin with '$$': " + std::string(text), 1};
    const auto path = Path::compile(text);
    if (!path) return path.error();
    if (path->root() == PathRoot::Variable) {
        return PathSyntaxError{"A result can't be put into the variable '" + path->variable() + "' this way: use Assign", 1};
    }
    auto steps = jsonpath::compile_steps(text);
    if (!steps) return steps.error();
    for (const Step& step : steps->steps) {
        if (!is_reference(step)) {
            return PathSyntaxError{"A reference path may hold only names and single indices, not " + to_text(step) + ": " + std::string(text), 0};
        }
    }
    return ReferencePath(std::make_shared<const Compiled>(Compiled{std::string(text), std::move(*steps)}));
}

const std::string& ReferencePath::text() const { return compiled_->text; }
bool ReferencePath::is_whole() const { return compiled_->steps.steps.empty(); }

Result<Payload, QueryFailure> ReferencePath::put(const Payload& into, const Payload& value) const {
    if (is_whole()) return value;
    const auto begin = compiled_->steps.steps.begin();
    const auto end = compiled_->steps.steps.end();
    if (!can_put(&into.value(), begin, end)) {
        return QueryFailure{errors::reference_path_conflict, "Unable to apply ReferencePath " + text() + " to input " + to_json(into.value()), true};
    }
    return Payload::from_value(with(&into.value(), begin, end, value.value()));
}

}  // namespace pawl::query
