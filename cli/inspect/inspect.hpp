// An execution as it lies in a database: its row, its journal row by row, what these fold to; and what of that is damaged. Nothing is written.
//
// Borrows the database. A journal that an engine is adding to is shown as far as it was when it was read.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <boost/json/fwd.hpp>

#include "cli/inspect/find_execution.hpp"
#include "cli/inspect/members_json.hpp"
#include "engine/journal/stored_payloads.hpp"

namespace pawl::cli {

class ExecutionInspection {
  public:
    ExecutionInspection(engine::Inspection& database, FoundExecution execution, std::size_t payload_bytes);

    /// Reads all there is. An error: the database can't be read at all.
    Result<void, engine::StoreError> read();

    /// {"key","name","machine",…,"damage"?:[text…]}
    json::object execution() const;
    /// [{"id","previous","first_event","bytes","records":[…],"damage"?:[text…]}…]
    json::array rows() const;
    /// {"rows": how many were folded, "execution": {…}}, or {"rows":0,"why":…}. Records that fit each other in no way are a bug of ours, and fold()
    /// ends the process as the engine would: call it last.
    json::object fold() const;
    bool is_damaged() const;

  private:
    struct Row {
        RowId id = 0;
        engine::JournalHeader header;
        std::size_t bytes = 0;
        std::vector<execution::Record> records;
        std::vector<execution::RecordNumber> numbers;
        std::vector<std::string> damage;
    };
    Result<void, engine::StoreError> find_rows();
    void read_row(Row& row, RowId before, EventId& last_event);
    void check_ends();
    void bind_machine();

    engine::Inspection& database_;
    FoundExecution found_;
    Shown shown_;
    engine::StoredPayloads payloads_;
    std::vector<Row> rows_;
    std::vector<std::string> damage_;  // of the execution's row
    std::shared_ptr<const definition::Machine> machine_;
    std::string unbound_;  // why there is no machine
};

}  // namespace pawl::cli
