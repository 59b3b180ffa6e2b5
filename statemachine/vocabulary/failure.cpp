#include "statemachine/vocabulary/failure.hpp"

#include <cstddef>
#include <utility>

#include "statemachine/vocabulary/utf8.hpp"

namespace pawl {
namespace {

constexpr std::size_t longest_error = 256;
constexpr std::size_t longest_cause = 32'768;

}  // namespace

Failure within_limits(Failure failure) {
    if (failure.error.size() > longest_error) failure.error = truncate_utf8(failure.error, longest_error);
    if (failure.cause && failure.cause->size() > longest_cause) failure.cause = truncate_utf8(*failure.cause, longest_cause);
    return failure;
}

}  // namespace pawl
