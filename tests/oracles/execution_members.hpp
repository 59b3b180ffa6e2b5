// What the comparison and the dump do with each member of an execution (statemachine/execution/members.hpp): a value as text, whether two are the
// same.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "statemachine/execution/members.hpp"

namespace pawl::oracles {

// ------------------------------------------------------------------------------------------------ one value as text
inline std::string show(const std::string& value) { return value; }
inline std::string show(const Payload& value) { return value.text(); }
inline std::string show(Instant value) { return value.is_never() ? "never" : to_iso8601(value); }
inline std::string show(execution::Status value) { return std::string(to_string(value)); }
inline std::string show(execution::Phase value) { return std::string(name_of(value)); }
inline std::string show(bool value) { return value ? "true" : "false"; }
template <class Number>
requires std::is_arithmetic_v<Number> std::string show(Number value) { return std::to_string(value); }
template <class T>
std::string show(const std::optional<T>& value) {
    return value ? show(*value) : "none";
}
template <class A, class B>
std::string show(const std::pair<A, B>& value) {
    return show(value.first) + "=" + show(value.second);
}
/// Sequences, sets and maps.
template <class Values>
requires requires(const Values& values) { typename Values::const_iterator; }
std::string show(const Values& values) {
    std::string out;
    for (const auto& value : values) out += (out.empty() ? "[" : " ") + show(value);
    return out.empty() ? "[]" : out + "]";
}

// ------------------------------------------------------------------------------------------------ whether two values are the same
// Payloads must agree to the letter: the text is what flows on.
inline bool same(const Payload& a, const Payload& b) { return a.text() == b.text(); }
inline bool same(const std::optional<Payload>& a, const std::optional<Payload>& b) { return a.has_value() == b.has_value() && (!a || same(*a, *b)); }
inline bool same(const std::vector<std::optional<Payload>>& a, const std::vector<std::optional<Payload>>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) { return same(x, y); });
}
inline bool same(const execution::VariableMap& a, const execution::VariableMap& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return x.first == y.first && same(x.second, y.second); });
}
template <class T>
bool same(const T& a, const T& b) {
    return a == b;
}

}  // namespace pawl::oracles
