// A state's data flow, in whichever query language the state is written: what goes into its work, what its fields say, what it leaves with. The two
// languages' own rules are in jsonpath_flow and jsonata_flow.
#pragma once

#include "statemachine/execution/flow_site.hpp"

namespace pawl::execution {

class DataFlow {
  public:
    DataFlow(Draft& draft, const Frame& frame) : site_(draft, frame) {}

    /// The raw input, filtered and filled as the state says: what its work gets.
    Staged enter(const definition::Entry& entry) const;
    /// Output and variables, out of what the state (or its Catcher) yields. `used`: steps that are no more there for either of the two.
    Leaving leave(const definition::Exit& exit, const Payload& value, Yield yield, std::uint64_t used = 0) const;

    /// What a Map goes through: an array.
    Staged items(const definition::Map& map, const Payload& input) const;
    /// What the iteration for an item gets.
    Staged item_input(const definition::Map& map, const Payload& input, const MapItem& item) const;
    /// `used`: steps that the Conditions before it took.
    Result<bool, StateFailure> holds(const definition::Choice::Branch& branch, const Payload& input, std::uint64_t used) const;

    /// A whole number of at least `least`. `field` is the one the number stands for, "TimeoutSeconds".
    Field<std::int64_t> number(const definition::NumberField& field, const Payload& input, std::string_view name, std::int64_t least) const;
    Field<std::string> text(const definition::TextField& field, std::string_view name) const;
    Field<std::int64_t> wait_seconds(const definition::Wait& wait, const Payload& input) const;
    Field<Instant> wait_timestamp(const definition::Wait& wait, const Payload& input) const;

    Staged built(Payload value) const { return site_.built(std::move(value)); }

  private:
    FlowSite site_;
};

}  // namespace pawl::execution
