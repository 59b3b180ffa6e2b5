// $contains, $match, $replace and $split: by a text, by a regular expression, or by a function that finds matches the way one does.
#include <algorithm>
#include <cmath>

#include "statemachine/query/jsonata/evaluator.hpp"
#include "statemachine/query/jsonata/library/text_matching.hpp"

namespace pawl::query::jsonata {
namespace {

bool is_regex(const Value& value) { return value.is_function() && value.function->form == Function::Form::Regex; }

library::Limit limit_of(const Value& value) { return value.is_undefined() ? library::Limit() : library::Limit(value.to_number()); }

/// The matches a function finds: an object with match, start, end, groups and next, a function that gives the next one.
class CustomMatches {
  public:
    CustomMatches(Evaluator& evaluator, const Value& matcher, const Value& text) : evaluator_(evaluator), next_(matcher), text_(text) {}

    /// Undefined: no more. An error: failed.
    Value next() {
        if (!next_.is_function()) return {};
        Value argument = text_;
        const Value found = evaluator_.call(*next_.function, {&argument, first_ ? std::size_t{1} : std::size_t{0}}, Value::null());
        first_ = false;
        if (found.is_error() || found.is_undefined()) return found;
        const bool fits = found.is_object() && (member_of(found, "start").is_number() || member_of(found, "end").is_number() ||
                                                member_of(found, "groups").is_array() || member_of(found, "next").is_function());
        if (!fits && evaluator_.is_true(found)) return evaluator_.fail("T1010");
        next_ = member_of(found, "next");
        return found;
    }

  private:
    Evaluator& evaluator_;
    Value next_;
    Value text_;
    bool first_ = true;
};

/// A place in JavaScript's counting (UTF-16 units) → bytes.
std::size_t byte_of(std::string_view text, const Value& units) {
    std::size_t left = units.is_number() && units.to_number() > 0 ? static_cast<std::size_t>(units.to_number()) : 0;
    std::size_t at = 0;
    while (at < text.size() && left > 0) {
        const auto lead = static_cast<unsigned char>(text[at]);
        left -= lead >= 0xF0 && left > 1 ? 2 : 1;
        at += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }
    return std::min(at, text.size());
}

Value contains(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined() || call[1].is_undefined()) return {};
    if (call[1].is_string()) return Value::of_bool(library::contains(call[0].string(), call[1].string()));
    if (is_regex(call[1])) {
        const auto found = library::contains(call[0].string(), evaluator.pattern(*call[1].function));
        return found ? Value::of_bool(*found) : evaluator.fail(found.error());
    }
    const Value found = CustomMatches(evaluator, call[1], call[0]).next();
    return found.is_error() ? found : Value::of_bool(!found.is_undefined());
}

ObjectData* found_object(Evaluator& evaluator, const Value& match, const Value& start, const Value& groups) {
    ObjectData* object = evaluator.new_object();
    object->at("match", evaluator.arena()) = match;
    object->at("index", evaluator.arena()) = start;
    object->at("groups", evaluator.arena()) = groups;
    return object;
}

Value match(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    const library::Limit limit = limit_of(call[2]);
    if (const auto problem = library::check_match_limit(limit)) return evaluator.fail(*problem);
    Builder out(evaluator.arena());
    CustomMatches custom(evaluator, call[1], call[0]);
    for (double count = 0; (!limit || count < *limit) && evaluator.charge(1); ++count) {
        const Value found = custom.next();
        if (found.is_error()) return found;
        if (found.is_undefined()) break;
        out.push(Value::of(found_object(evaluator, member_of(found, "match"), member_of(found, "start"), member_of(found, "groups"))));
    }
    return evaluator.finish(out, flag::sequence);
}

Value pieces(Evaluator& evaluator, const library::Outcome<std::vector<std::string_view>>& outcome) {
    if (!outcome) return evaluator.fail(outcome.error());
    if (!evaluator.charge(outcome->size())) return Value::error();
    Builder out(evaluator.arena(), static_cast<std::uint32_t>(outcome->size()));
    for (const std::string_view piece : *outcome) out.push(Value::of_text(piece));
    return evaluator.finish(out, 0);
}

Value split(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    const std::string_view text = call[0].string();
    const library::Limit limit = limit_of(call[2]);
    if (call[1].is_undefined()) return evaluator.singleton(call[0]);
    if (call[1].is_string()) return pieces(evaluator, library::split(text, call[1].string(), limit));
    if (is_regex(call[1])) return pieces(evaluator, library::split(text, evaluator.pattern(*call[1].function), limit));
    if (limit && *limit < 0) return evaluator.fail("D3020", {.value = call[2], .index = 3});
    Builder out(evaluator.arena());
    CustomMatches matches(evaluator, call[1], call[0]);
    std::size_t start = 0;
    double count = 0;
    for (; (!limit || count < *limit) && evaluator.charge(1); ++count) {
        const Value found = matches.next();
        if (found.is_error()) return found;
        if (found.is_undefined()) break;
        const std::size_t begin = byte_of(text, member_of(found, "start"));
        out.push(Value::of_text(begin > start ? text.substr(start, begin - start) : std::string_view()));
        start = byte_of(text, member_of(found, "end"));
    }
    if (!limit || count < *limit) out.push(Value::of_text(text.substr(start)));
    return evaluator.finish(out, 0);
}

// The replacement is a function of the match, or the pattern is no regular expression.
Value replace_each(Evaluator& evaluator, const Call& call, const library::Limit& limit) {
    const std::string_view text = call[0].string();
    std::string out;
    CustomMatches matches(evaluator, call[1], call[0]);
    std::size_t start = 0;
    for (double count = 0; (!limit || count < *limit) && evaluator.charge(1); ++count) {
        const Value found = matches.next();
        if (found.is_error()) return found;
        if (found.is_undefined()) break;
        const std::size_t begin = std::max(start, byte_of(text, member_of(found, "start")));
        out.append(text, start, begin - start);
        Value replacement = call[2];
        if (call[2].is_function()) {
            Value argument = found;
            replacement = evaluator.call(*call[2].function, {&argument, 1}, Value::null());
            if (replacement.is_error()) return replacement;
            if (!replacement.is_string()) return evaluator.fail("D3012", {.value = replacement});
            out += replacement.string();
        } else {
            library::RegexMatch match;
            match.match = member_of(found, "match").is_string() ? member_of(found, "match").string() : std::string_view();
            const Value groups = member_of(found, "groups");
            for (std::uint32_t i = 0; groups.is_array() && i < Items::of(groups).size(); ++i) {
                const Value group = Items::of(groups)[i];
                match.groups.push_back(group.is_string() ? std::optional(group.string()) : std::nullopt);
            }
            library::append_substituted(out, replacement.string(), match);
        }
        const std::size_t end = byte_of(text, member_of(found, "end"));
        if (end <= begin && member_of(found, "match").length == 0) return evaluator.fail("D1004");
        start = std::max(start, end);
        if (out.size() > evaluator.largest_text()) return evaluator.fail_memory();
    }
    out.append(text, start);
    return evaluator.text(std::string_view(out));
}

Value replace(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined() || call[1].is_undefined() || call[2].is_undefined()) return call[0];
    const library::Limit limit = limit_of(call[3]);
    const std::string_view text = call[0].string();
    if (call[1].is_string()) {
        if (!call[2].is_string()) return evaluator.fail("D3012", {.value = call[2]});
        return evaluator.text(library::replace(text, call[1].string(), call[2].string(), limit, evaluator.largest_text()));
    }
    if (is_regex(call[1]) && call[2].is_string()) {
        return evaluator.text(library::replace(text, evaluator.pattern(*call[1].function), call[2].string(), limit, evaluator.largest_text()));
    }
    if (const auto problem = library::check_replace_limit(limit)) return evaluator.fail(*problem);
    return replace_each(evaluator, call, limit);
}

}  // namespace

// What a regular expression yields when it is called: the first match, from which the next ones can be had.
Value Evaluator::match_object(const Function& function, const Value& text) {
    if (!text.is_string()) return text.is_undefined() ? text : fail("T0410", {.value = text, .index = 1});
    matches_.emplace_back(library::RegexMatches(pattern(function), text.string()), text);
    Function next;
    next.index = static_cast<std::uint32_t>(matches_.size() - 1);
    return next_match(next);
}

Value Evaluator::next_match(const Function& from) {
    if (!charge(8) || !charge_text(matches_[from.index].second)) return Value::error();
    library::RegexMatches state = matches_[from.index].first;
    const Value text = matches_[from.index].second;
    const auto found = state.next();
    if (!found) return fail(found.error());
    if (!*found) return {};
    const library::RegexMatch& match = **found;
    matches_.emplace_back(std::move(state), text);
    auto* next = arena_.make<Function>();
    next->form = Function::Form::NextMatch;
    next->index = static_cast<std::uint32_t>(matches_.size() - 1);
    Builder groups(arena_, static_cast<std::uint32_t>(match.groups.size()));
    for (const auto& group : match.groups) groups.push(group ? Value::of_text(*group) : Value());
    ObjectData* object = new_object();
    object->at("match", arena_) = Value::of_text(match.match);
    object->at("start", arena_) = Value::of(static_cast<double>(match.start));
    object->at("end", arena_) = Value::of(static_cast<double>(match.end));
    object->at("groups", arena_) = finish(groups, 0);
    object->at("next", arena_) = Value::of(next);
    return Value::of(object);
}

std::span<const Builtin> matching_builtins() {
    static constexpr Builtin list[] = {
        {.name = "contains", .run = contains, .signature_text = "<s-(sf):b>", .arity = 2},
        {.name = "match", .run = match, .signature_text = "<s-f<s:o>n?:a<o>>", .arity = 3},
        {.name = "replace", .run = replace, .signature_text = "<s-(sf)(sf)n?:s>", .arity = 4},
        {.name = "split", .run = split, .signature_text = "<s-(sf)n?:a<s>>", .arity = 3},
    };
    return list;
}

}  // namespace pawl::query::jsonata
