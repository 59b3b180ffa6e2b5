#include "statemachine/execution/data_flow.hpp"

#include "statemachine/execution/jsonata_flow.hpp"
#include "statemachine/execution/jsonpath_flow.hpp"

namespace pawl::execution {
namespace {

template <class... Cases>
struct Overloaded : Cases... {
    using Cases::operator()...;
};
template <class... Cases>
Overloaded(Cases...) -> Overloaded<Cases...>;

}  // namespace

Staged DataFlow::enter(const definition::Entry& entry) const {
    return std::visit([&](const auto& own) { return flow::enter(site_, own); }, entry);
}

Leaving DataFlow::leave(const definition::Exit& exit, const Payload& value, Yield yield, std::uint64_t used) const {
    return std::visit([&](const auto& own) { return flow::leave(site_, own, value, yield, used); }, exit);
}

Staged DataFlow::items(const definition::Map& map, const Payload& input) const {
    return std::visit([&](const auto& own) { return flow::items(site_, own, input); }, map.items);
}

Staged DataFlow::item_input(const definition::Map& map, const Payload& input, const MapItem& item) const {
    return std::visit(
        Overloaded{[&](std::monostate) -> Staged { return item.value; },
                   [&](const auto& selector) { return flow::item_input(FlowSite(site_.draft(), site_.frame(), &item), selector, input); }},
        map.item_selector);
}

Result<bool, StateFailure> DataFlow::holds(const definition::Choice::Branch& branch, const Payload& input, std::uint64_t used) const {
    return std::visit(Overloaded{[](bool literal) -> Result<bool, StateFailure> { return literal; },
                                 [&](const auto& condition) { return flow::holds(site_, condition, input, used); }},
                      branch.condition);
}

Field<std::int64_t> DataFlow::number(const definition::NumberField& field, const Payload& input, std::string_view name, std::int64_t least) const {
    return std::visit(Overloaded{[](std::monostate) -> Field<std::int64_t> { return std::optional<std::int64_t>(); },
                                 [](std::int64_t literal) -> Field<std::int64_t> { return std::optional(literal); },
                                 [&](const auto& own) { return flow::number(site_, own, input, name, least); }},
                      field);
}

Field<std::string> DataFlow::text(const definition::TextField& field, std::string_view name) const {
    return std::visit(Overloaded{[](std::monostate) -> Field<std::string> { return std::optional<std::string>(); },
                                 [](const std::string& literal) -> Field<std::string> { return std::optional(literal); },
                                 [&](const auto& own) { return flow::text(site_, own, name); }},
                      field);
}

Field<std::int64_t> DataFlow::wait_seconds(const definition::Wait& wait, const Payload& input) const {
    return std::visit(Overloaded{[](std::monostate) -> Field<std::int64_t> { return std::optional<std::int64_t>(); },
                                 [](std::int64_t literal) -> Field<std::int64_t> { return std::optional(literal); },
                                 [&](const auto& own) { return flow::wait_seconds(site_, own, input); }},
                      wait.seconds);
}

Field<Instant> DataFlow::wait_timestamp(const definition::Wait& wait, const Payload& input) const {
    return std::visit(Overloaded{[](std::monostate) -> Field<Instant> { return std::optional<Instant>(); },
                                 [](Instant literal) -> Field<Instant> { return std::optional(literal); },
                                 [&](const auto& own) { return flow::wait_timestamp(site_, own, input); }},
                      wait.timestamp);
}

}  // namespace pawl::execution
