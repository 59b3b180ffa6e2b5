#include "tests/journal_format/world.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "engine/journal/stored_payloads.hpp"
#include "engine/store/sqlite/sqlite_store.hpp"

namespace pawl::engine::journal_format {

bool World::boot(const Settings& settings) {
    close();
    auto opened = open_sqlite_store(path_);
    if (!opened) {
        ADD_FAILURE() << opened.error().message;
        return false;
    }
    store = *std::move(opened);
    engine = std::make_unique<Engine>(Ports{*store, dispatcher, clock_, entropy_}, settings);
    const auto recovered = engine->recover();
    EXPECT_TRUE(recovered) << recovered.error().message;
    for (const auto& [key, why] : engine->set_aside()) ADD_FAILURE() << "execution " << key << " can't be loaded: " << why;
    return recovered.has_value() && engine->set_aside().empty();
}

void World::close() {
    engine.reset();
    store.reset();
    dispatcher.calls.clear();
}

void World::settle() {
    for (int turns = 0; engine->turn(); ++turns) ASSERT_LT(turns, 10'000) << "the engine never comes to rest";
    ASSERT_FALSE(engine->failure()) << engine->failure()->message;
}

void World::deploy(const std::string& machine, const std::string& definition) {
    CreateMachine request;
    request.machine.name = machine;
    request.revision.definition = definition;
    request.answer = [](const Result<MachineChanged, ApiError>& created) { EXPECT_TRUE(created) << created.error().detail; };
    engine->post(std::move(request));
    settle();
}

void World::post_start(const std::string& machine, const std::string& execution, const std::string& input) {
    StartExecution request{machine, execution, input, {}, {}};
    request.answer = [](const Result<StartedExecution, ApiError>& started) { EXPECT_TRUE(started) << started.error().detail; };
    engine->post(std::move(request));
}

void World::start(const std::string& machine, const std::string& execution, const std::string& input) {
    post_start(machine, execution, input);
    settle();
}

void World::stop(const std::string& machine, const std::string& execution) {
    StopExecution request{{machine, execution}, "Operator.Stop", "no longer wanted", {}};
    request.answer = [](const Result<Instant, ApiError>& stopped) { EXPECT_TRUE(stopped) << stopped.error().detail; };
    engine->post(std::move(request));
    settle();
}

void World::answer(const std::string& execution, const std::string& body) {
    const auto call = std::find_if(dispatcher.calls.begin(), dispatcher.calls.end(),
                                   [&](const DispatchRequest& each) { return each.execution_arn.ends_with(":" + execution); });
    ASSERT_NE(call, dispatcher.calls.end()) << execution << " has no call to answer";
    DispatchAnswer answer{call->execution, call->token, Failure{body.substr(1), "as told"}};
    if (!body.starts_with('!')) {
        execution::FunctionAnswer done;
        done.body = body;
        answer.outcome = std::move(done);
    }
    dispatcher.calls.erase(call);
    engine->answered(std::move(answer));
}

void World::finish_all() {
    for (int rounds = 0; rounds < 1'000; ++rounds) {
        settle();
        if (testing::Test::HasFatalFailure()) return;
        if (!dispatcher.calls.empty()) {
            const DispatchRequest& call = dispatcher.calls.front();
            answer(call.execution_arn.substr(call.execution_arn.rfind(':') + 1), R"({"from":")" + call.target.name + R"("})");
        } else if (!engine->next_wakeup().is_never()) {
            clock_.time = std::max(clock_.time, engine->next_wakeup());
        } else {
            return;
        }
    }
    ADD_FAILURE() << "the executions never come to an end";
}

std::deque<Told> read_all(Store& store) {
    std::map<ExecutionKey, std::vector<JournalRow>> chains;
    for (RowId after = 0;;) {
        const auto rows = store.shard(0).rows_after(after, 1'000);
        EXPECT_TRUE(rows) << rows.error().message;
        if (!rows || rows->empty()) break;
        for (const JournalRow& row : *rows) {
            auto& chain = chains[row.execution];
            EXPECT_EQ(row.previous, chain.empty() ? 0 : chain.back().id) << "row " << row.id;
            chain.push_back(row);
        }
        after = rows->back().id;
    }
    const auto reader = store.reader();
    MachineCache machines("us-east-1");
    StoredPayloads payloads(*reader);
    std::deque<Told> all;
    for (const auto& [key, chain] : chains) {
        const auto row = reader->execution(key);
        if (!row || !*row) {
            ADD_FAILURE() << "execution " << key << " is not listed";
            continue;
        }
        Told& told = all.emplace_back();
        told.row = **row;
        const auto revision = machines.get(told.row.revision, *reader);
        if (!revision) {
            ADD_FAILURE() << revision.error().message;
            return {};
        }
        told.revision = *revision;
        const auto machine = reader->machine(told.row.machine);
        told.name = (machine && *machine ? (*machine)->name : "?") + ":" + told.row.name;
        for (const JournalRow& each : chain) {
            auto records = decode(each, payloads, &told.numbers);
            if (!records) {
                ADD_FAILURE() << records.error().message;
                return {};
            }
            for (execution::Record& record : *records) {
                execution::apply(*told.revision->definition, told.state, record);
                told.records.push_back(std::move(record));
            }
        }
    }
    return all;
}

}  // namespace pawl::engine::journal_format
