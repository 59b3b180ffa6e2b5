#include "statemachine/query/jsonpath/evaluator.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/java_text.hpp"
#include "statemachine/query/jsonpath/filter.hpp"
#include "statemachine/query/weight.hpp"

namespace pawl::query::jsonpath {

namespace {

/// How an evaluation of one branch ended. Nothing found is forgiven under a wildcard; a broken filter or a wrong type is not.
enum class End { Done, NotFound, Broken };

/// The way from the root to a value, kept on the stack: it is written out only when something is missing.
struct Trail {
    const Trail* up = nullptr;
    std::string_view name;
    std::int64_t index = -1;  ///< a member if negative

    std::string text() const {
        if (up == nullptr) return "$";
        return up->text() + (name.data() != nullptr ? "['" + std::string(name) + "']" : "[" + std::to_string(index) + "]");
    }
};

Trail below(const Trail& up, std::string_view name) { return {&up, name, -1}; }
Trail below(const Trail& up, std::size_t index) { return {&up, {}, static_cast<std::int64_t>(index)}; }

class Evaluation {
  public:
    Evaluation(const Steps& steps, const json::value& root, Fuel& fuel) : steps_(steps), root_(root), fuel_(fuel) {}

    Result<Selection, PathMiss> run() {
        const Trail trail;
        if (walk(0, root_, trail) != End::Done) return PathMiss{std::move(message_), behind_the_end_};
        if (fuel_.is_empty()) {
            exhausted();
            return PathMiss{std::move(message_)};
        }
        if (steps_.definite && selection_.values.empty()) return PathMiss{"No results for path: " + path_text()};
        return std::move(selection_);
    }

  private:
    End walk(std::size_t at, const json::value& model, const Trail& trail) {
        if (at == steps_.steps.size()) {
            selection_.values.push_back(&model);
            return End::Done;
        }
        // A path like $..*..*..* grows without bound.
        if (!fuel_.take()) return exhausted();
        return std::visit([&](const auto& step) { return apply(step, at, model, trail); }, steps_.steps[at]);
    }

    End apply(const Name& step, std::size_t at, const json::value& model, const Trail& trail) {
        const json::object* object = model.if_object();
        if (object == nullptr) return not_found([&] { return "Property ['" + step.name + "'] not found in path " + trail.text(); });
        const json::value* member = object->if_contains(step.name);
        const Trail here = below(trail, step.name);
        if (member != nullptr) return walk(at + 1, *member, here);
        if (steps_.is_last(at)) return not_found([&] { return "No results for path: " + here.text(); });
        if (!steps_.definite) return End::Done;
        return not_found([&] { return "Missing property in path " + here.text(); });
    }

    End apply(const Names& step, std::size_t at, const json::value& model, const Trail& trail) {
        const json::object* object = model.if_object();
        if (object == nullptr) return not_found([&] { return "Property " + to_text(step) + " not found in path " + trail.text(); });
        if (!steps_.is_last(at)) return broken("Multi properties can only be used as path leafs: " + trail.text() + to_text(step));
        json::object merged;
        for (const std::string& name : step.names) {
            const json::value* member = object->if_contains(name);
            if (member == nullptr) continue;
            if (!fuel_.take_bytes(weight_of(*member))) return exhausted();
            merged[name] = *member;
        }
        selection_.built.push_back(std::make_shared<const json::value>(std::move(merged)));
        selection_.values.push_back(selection_.built.back().get());
        return End::Done;
    }

    End apply(const Wildcard&, std::size_t at, const json::value& model, const Trail& trail) {
        if (const json::object* object = model.if_object()) {
            for (const auto& member : *object) {
                if (const End end = walk(at + 1, member.value(), below(trail, member.key())); end != End::Done) return end;
            }
        } else if (const json::array* array = model.if_array()) {
            for (std::size_t i = 0; i < array->size(); ++i) {
                ++forgiving_;
                const End end = walk(at + 1, (*array)[i], below(trail, i));
                --forgiving_;
                if (end == End::Broken) return end;
            }
        }
        return End::Done;
    }

    End apply(const Indices& step, std::size_t at, const json::value& model, const Trail& trail) {
        const json::array* array = model.if_array();
        if (array == nullptr) return no_array(step, model);
        for (const std::int32_t index : step.indices) {
            if (const End end = walk_index(index, at, *array, trail); end != End::Done) return end;
        }
        return End::Done;
    }

    End apply(const FromLength& step, std::size_t at, const json::value& model, const Trail& trail) {
        const json::array* array = model.if_array();
        if (array == nullptr) return no_array(step, model);
        return walk_index(static_cast<std::int64_t>(array->size()) - step.minus, at, *array, trail);
    }

    End apply(const Slice& step, std::size_t at, const json::value& model, const Trail& trail) {
        const json::array* array = model.if_array();
        if (array == nullptr) return no_array(step, model);
        const auto length = static_cast<std::int64_t>(array->size());
        std::int64_t from = step.from.value_or(0);
        std::int64_t to = step.to.value_or(static_cast<std::int32_t>(std::min<std::int64_t>(length, 0x7fff'ffff)));
        // Only the open-ended forms count from the end: [-2:] and [:-2], but not [-3:-1].
        if (!step.to && from < 0) from = std::max<std::int64_t>(length + from, 0);
        if (!step.from && to < 0) to += length;
        for (std::int64_t i = from; i < std::min(to, length); ++i) {
            if (const End end = walk_index(i, at, *array, trail); end != End::Done) return end;
        }
        return End::Done;
    }

    End apply(const Predicate& step, std::size_t at, const json::value& model, const Trail& trail) {
        if (model.is_object()) return walk_if_accepted(*step.filter, model, at, model, trail);
        const json::array* array = model.if_array();
        if (array == nullptr)
            return broken("Filter: " + to_text(step) + " can not be applied to primitives. Current context is: " + java_text(model));
        for (std::size_t i = 0; i < array->size(); ++i) {
            if (const End end = walk_if_accepted(*step.filter, (*array)[i], at, (*array)[i], below(trail, i)); end != End::Done) return end;
        }
        return End::Done;
    }

    /// Tries the step behind the scan on `model` and on everything below it.
    End apply(const Scan&, std::size_t at, const json::value& model, const Trail& trail) {
        PAWL_CHECK(!steps_.is_last(at), "the compiler refuses a scan at the end of a path");
        const Step& target = steps_.steps[at + 1];
        if (const json::object* object = model.if_object()) {
            if (scan_matches(target, model)) {
                if (const End end = walk(at + 1, model, trail); end != End::Done) return end;
            }
            for (const auto& member : *object) {
                if (const End end = walk(at, member.value(), below(trail, member.key())); end != End::Done) return end;
            }
        } else if (const json::array* array = model.if_array()) {
            if (scan_matches(target, model)) {
                if (const End end = scan_array(at + 1, *array, model, trail); end != End::Done) return end;
            }
            for (std::size_t i = 0; i < array->size(); ++i) {
                if (const End end = walk(at, (*array)[i], below(trail, i)); end != End::Done) return end;
            }
        }
        return End::Done;
    }

    /// On an array the dialect applies the target only when it ends the path; else it hands every element to the step after the target.
    End scan_array(std::size_t target, const json::array& array, const json::value& model, const Trail& trail) {
        if (steps_.is_last(target)) return walk(target, model, trail);
        for (std::size_t i = 0; i < array.size(); ++i) {
            if (const End end = walk(target + 1, array[i], below(trail, i)); end != End::Done) return end;
        }
        return End::Done;
    }

    bool scan_matches(const Step& target, const json::value& model) const {
        if (const auto* name = std::get_if<Name>(&target)) return model.is_object() && model.get_object().contains(name->name);
        if (const auto* names = std::get_if<Names>(&target)) {
            return model.is_object() &&
                   std::all_of(names->names.begin(), names->names.end(), [&](const std::string& name) { return model.get_object().contains(name); });
        }
        if (const auto* predicate = std::get_if<Predicate>(&target)) {
            const auto accepted = accepts(*predicate->filter, model, root_, fuel_);
            return accepted && *accepted;
        }
        if (std::holds_alternative<Wildcard>(target)) return true;
        if (std::holds_alternative<Scan>(target)) return false;
        return model.is_array();
    }

    End walk_if_accepted(const Filter& filter, const json::value& item, std::size_t at, const json::value& model, const Trail& trail) {
        const auto accepted = accepts(filter, item, root_, fuel_);
        if (!accepted) return broken(accepted.error());
        return *accepted ? walk(at + 1, model, trail) : End::Done;
    }

    End walk_index(std::int64_t index, std::size_t at, const json::array& array, const Trail& trail) {
        if (index < 0 || index >= static_cast<std::int64_t>(array.size())) {
            behind_the_end_ = index >= 0 && steps_.definite && steps_.is_last(at);
            return not_found([&] { return "Index out of bounds when evaluating path " + trail.text() + "[" + std::to_string(index) + "]"; });
        }
        const auto i = static_cast<std::size_t>(index);
        return walk(at + 1, array[i], below(trail, i));
    }

    End no_array(const Step& step, const json::value& model) {
        return broken("Filter: " + to_text(step) + " can only be applied to arrays. Current context is: " + java_text(model));
    }

    template <class Message>
    End not_found(const Message& message) {
        if (forgiving_ == 0) message_ = message();
        return End::NotFound;
    }
    End exhausted() { return broken("The path takes more than " + std::to_string(Fuel::most_steps) + " steps on this input: " + path_text()); }
    End broken(std::string message) {
        message_ = std::move(message);
        return End::Broken;
    }

    std::string path_text() const {
        std::string text = "$";
        for (const Step& step : steps_.steps) text += to_text(step);
        return text;
    }

    const Steps& steps_;
    const json::value& root_;
    Fuel& fuel_;
    Selection selection_;
    std::string message_;
    bool behind_the_end_ = false;
    int forgiving_ = 0;  ///< wildcards over arrays around this place: what is missing below them is passed over
};

}  // namespace

const json::value* find_plain(const Steps& steps, const json::value& root, std::size_t first) {
    const json::value* value = &root;
    for (std::size_t at = first; at < steps.steps.size(); ++at) {
        const Step& step = steps.steps[at];
        if (const auto* name = std::get_if<Name>(&step)) {
            const json::object* object = value->if_object();
            value = object == nullptr ? nullptr : object->if_contains(name->name);
        } else {
            const json::array* array = value->if_array();
            const std::int32_t index = std::get<Indices>(step).indices.front();
            value = array == nullptr || index < 0 ? nullptr : array->if_contains(static_cast<std::size_t>(index));
        }
        if (value == nullptr) return nullptr;
    }
    return value;
}

Result<Selection, PathMiss> evaluate(const Steps& steps, const json::value& root) {
    Fuel fuel;
    return evaluate(steps, root, fuel);
}

Result<Selection, PathMiss> evaluate(const Steps& steps, const json::value& root, Fuel& fuel) { return Evaluation(steps, root, fuel).run(); }

}  // namespace pawl::query::jsonpath
