// Why a piece of the journal could not be read. All of these are world faults: the operator reacts, nothing is guessed.
#pragma once

#include <cstdint>
#include <string>

#include "engine/ports/store.hpp"
#include "statemachine/vocabulary/result.hpp"

namespace pawl::engine {

struct JournalError {
    enum class Kind : std::uint8_t {
        Corrupt,  ///< the bytes are not what was written
        Newer,    ///< written by a newer pawl
        Missing,  ///< a row of the chain is not there: retention has taken it, or the database is damaged
        Store     ///< the store could not read; `store` says why
    };
    Kind kind = Kind::Corrupt;
    std::string message;  ///< what, where, why, what to do
    StoreError::Kind store = StoreError::Kind::Io;

    static JournalError from(StoreError error) { return {Kind::Store, std::move(error.message), error.kind}; }
    static JournalError missing(RowId row) {
        return {Kind::Missing,
                "Journal row " + std::to_string(row) +
                    " is not there: retention has deleted it meanwhile, or the database is damaged. Look the execution up again; if it is still "
                    "listed, restore the database from a backup."};
    }
};

}  // namespace pawl::engine
