// A value or a typed error. Errors of every room are plain structs; none is thrown.
#pragma once

#include <boost/system/result.hpp>

#include "statemachine/vocabulary/check.hpp"

namespace pawl {

template <class T, class E>
using Result = boost::system::result<T, E>;

/// What boost::system::result calls when value() is asked of an error: always our bug, so it aborts.
template <class E>
[[noreturn]] void throw_exception_from_error(const E&, const boost::source_location& where) {
    check_failed("value() of a Result that holds an error", where.file_name(), static_cast<int>(where.line()));
}

}  // namespace pawl
