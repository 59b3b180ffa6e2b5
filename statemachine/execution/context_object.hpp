// The context object ($$) of a frame: built when a path first asks for it, from what the execution knows (recorded-behaviour#context-object).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "statemachine/execution/execution.hpp"
#include "statemachine/query/jsonata/expression.hpp"
#include "statemachine/query/scope.hpp"

namespace pawl::execution {

/// The item an ItemSelector is evaluated for.
struct MapItem {
    std::uint32_t index = 0;
    const Payload& value;
};

/// Lives no longer than the frame it was made for.
class FrameContext final : public query::ContextObject {
  public:
    FrameContext(const definition::Machine& machine, const Execution& execution, const Frame& frame, const MapItem* item = nullptr)
        : machine_(machine), execution_(execution), frame_(frame), item_(item) {}

    const Payload& context() const override;
    Part part(std::string_view first, std::string_view second, std::string_view third) const override;
    /// The whole, into which what may be large is grafted instead of copied.
    query::jsonata::Bound bound() const;

  private:
    enum class Extent { Whole, Outline };
    Payload build(Extent extent) const;
    const Payload& outline() const;

    const definition::Machine& machine_;
    const Execution& execution_;
    const Frame& frame_;
    const MapItem* item_;
    mutable std::optional<Payload> whole_;
    mutable std::optional<Payload> outline_;  ///< with null for Execution.Input and Map.Item.Value, which may be large
    mutable std::vector<query::jsonata::Graft> grafts_;
};

}  // namespace pawl::execution
