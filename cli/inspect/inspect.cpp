#include "cli/inspect/inspect.hpp"

#include <algorithm>
#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "engine/journal/codec.hpp"
#include "engine/runtime/machine_cache.hpp"
#include "statemachine/vocabulary/arn.hpp"

namespace pawl::cli {
namespace {

using namespace engine;

json::string time_of(Instant instant) { return json::string(instant.is_never() ? "never" : to_iso8601(instant)); }

void add_damage(json::object& out, const std::vector<std::string>& damage) {
    if (!damage.empty()) out["damage"] = json::array(damage.begin(), damage.end());
}

}  // namespace

ExecutionInspection::ExecutionInspection(Inspection& database, FoundExecution execution, std::size_t payload_bytes)
    : database_(database), found_(std::move(execution)), shown_{nullptr, payload_bytes}, payloads_(database.reader()) {}

Result<void, StoreError> ExecutionInspection::read() {
    if (auto done = find_rows(); !done) return done;
    RowId before = 0;
    EventId last_event = 0;
    for (Row& row : rows_) {
        read_row(row, before, last_event);
        before = row.id;
    }
    check_ends();
    bind_machine();
    return {};
}

// The rows are looked for, not walked back to: a damaged chain hides none.
Result<void, StoreError> ExecutionInspection::find_rows() {
    auto ids = database_.rows_of(found_.row.key, found_.row.first_row);
    // Nothing there: perhaps it is the execution's row that is wrong.
    if (ids && ids->empty()) ids = database_.rows_of(found_.row.key, 0);
    if (!ids) return ids.error();
    for (const RowId id : *ids) rows_.emplace_back().id = id;
    return {};
}

void ExecutionInspection::read_row(Row& row, RowId before, EventId& last_event) {
    auto read = database_.reader().row(row.id);
    if (!read || !*read) {
        row.damage.push_back(read ? "it is not there any more: retention has deleted it meanwhile" : read.error().message);
        return;
    }
    row.header = **read;
    row.bytes = (*read)->records.size();
    if (row.header.previous != before) {
        row.damage.push_back("it names row " + std::to_string(row.header.previous) + " as the one before it, and " +
                             (before == 0 ? "none of the execution's is there" : "the execution's row before it is " + std::to_string(before)));
    }
    auto records = decode(**read, payloads_, &row.numbers);
    if (!records) {
        row.damage.push_back(records.error().message);
        return;
    }
    row.records = *std::move(records);
    for (const execution::Record& record : row.records) {
        if (record.event == 0) continue;
        if (record.event != last_event + 1)
            row.damage.push_back("event " + std::to_string(record.event) + " follows event " + std::to_string(last_event));
        last_event = record.event;
    }
}

void ExecutionInspection::check_ends() {
    const ExecutionRow& row = found_.row;
    if (execution::to_string(static_cast<execution::Status>(row.status)).empty())
        damage_.push_back("its status is unknown: " + std::to_string(row.status));
    if (rows_.empty()) {
        damage_.emplace_back("none of its journal rows is there");
        return;
    }
    if (rows_.front().id != row.first_row)
        damage_.push_back("it names row " + std::to_string(row.first_row) + " as its first; the first one there is " +
                          std::to_string(rows_.front().id));
    const bool is_known = std::any_of(rows_.begin(), rows_.end(), [&](const Row& each) { return each.id == row.last_row; });
    if (row.last_row != 0 && !is_known) damage_.push_back("it names row " + std::to_string(row.last_row) + " as its last, which is not there");
    if (row.last_row == 0 && row.status != running_status) damage_.emplace_back("it is closed and names no last row");
    const auto& first = rows_.front().records;
    if (!first.empty() && !std::holds_alternative<execution::ExecutionStarted>(first.front().body))
        rows_.front().damage.emplace_back("the execution does not begin with its start");
}

void ExecutionInspection::bind_machine() {
    // Not where the journal tells the region: nothing that is bound depends on it.
    MachineCache machines(Realm{}.region);
    const auto bound = machines.get(found_.row.revision, database_.reader());
    if (!bound) {
        unbound_ = bound.error().message;
        return;
    }
    machine_ = (*bound)->definition;
    shown_.machine = machine_.get();
}

json::object ExecutionInspection::execution() const {
    const ExecutionRow& row = found_.row;
    json::object out{{"key", row.key},
                     {"name", row.name},
                     {"machine", row.machine},
                     {"machine_name", found_.machine},
                     {"revision", row.revision},
                     {"status", execution::to_string(static_cast<execution::Status>(row.status))},
                     {"start", time_of(row.start)}};
    if (row.status != running_status) out["stop"] = time_of(row.stop);
    out["first_row"] = row.first_row;
    out["last_row"] = row.last_row;
    out["next_wakeup"] = time_of(row.next_wakeup);
    if (row.waiting != 0) out["waiting"] = row.waiting;
    add_damage(out, damage_);
    return out;
}

json::array ExecutionInspection::rows() const {
    json::array out;
    for (const Row& row : rows_) {
        json::object shown{{"id", row.id}, {"previous", row.header.previous}, {"first_event", row.header.first_event}, {"bytes", row.bytes}};
        json::array records;
        for (std::size_t i = 0; i < row.records.size(); ++i) {
            const execution::Record& record = row.records[i];
            json::object each{{"time", time_of(record.time)}, {"event", record.event}, {"previous", record.previous}, {"frame", record.frame}};
            for (auto& [name, value] : record_json(record, row.numbers[i], shown_)) each[name] = value;
            records.push_back(std::move(each));
        }
        shown["records"] = std::move(records);
        add_damage(shown, row.damage);
        out.push_back(std::move(shown));
    }
    return out;
}

json::object ExecutionInspection::fold() const {
    if (machine_ == nullptr) return {{"rows", 0}, {"why", unbound_}};
    execution::Execution execution;
    std::size_t folded = 0;
    for (const Row& row : rows_) {
        if (!row.damage.empty()) break;
        for (const execution::Record& record : row.records) apply(*machine_, execution, record);
        ++folded;
    }
    json::object out{{"rows", folded}};
    if (folded == 0) {
        out["why"] = rows_.empty() ? "none of its journal rows is there" : "its first journal row is damaged";
        return out;
    }
    if (folded < rows_.size()) out["why"] = "journal row " + std::to_string(rows_[folded].id) + " is damaged";
    out["execution"] = execution_json(execution, shown_);
    return out;
}

bool ExecutionInspection::is_damaged() const {
    return !damage_.empty() || machine_ == nullptr || std::any_of(rows_.begin(), rows_.end(), [](const Row& row) { return !row.damage.empty(); });
}

}  // namespace pawl::cli
