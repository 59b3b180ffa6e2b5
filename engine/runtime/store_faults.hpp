// StoreErrors the runtime itself finds, and how one is told to whoever asked.
#pragma once

#include <string>

#include "engine/journal/journal_error.hpp"
#include "engine/ports/store.hpp"
#include "engine/runtime/api_error.hpp"

namespace pawl::engine {

inline StoreError corrupt(std::string message) { return {StoreError::Kind::Corrupt, std::move(message)}; }

/// A journal that can't be read, as its store would say it: what is Busy stays Busy.
inline StoreError store_error(const JournalError& error) {
    return error.kind == JournalError::Kind::Store ? StoreError{error.store, error.message} : corrupt(error.message);
}

/// A read failed: for good, or so that trying again may help.
inline ApiError from_store(const StoreError& error) {
    return ApiError(error.kind == StoreError::Kind::Busy ? Refusal::StoreBusy : Refusal::StoreFailed, {}, error.message);
}

}  // namespace pawl::engine
