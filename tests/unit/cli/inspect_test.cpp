// `pawl inspect` on the database that the first format's pawl left, whole and damaged.
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <vector>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>

#include "engine/store/sqlite/sqlite_store.hpp"
#include "tests/source_dir.hpp"
#include "tests/unit/cli/run_pawl.hpp"

namespace pawl::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string bytes_of(const std::string& path) {
    std::ostringstream out;
    out << std::ifstream(path, std::ios::binary).rdbuf();
    return out.str();
}

class Inspect : public testing::Test {
  protected:
    Inspect() : folder_(fs::temp_directory_path() / ("pawl-inspect-test-" + std::to_string(::getpid()))), db_(folder_ / "pawl.db") {
        fs::create_directories(folder_);
        fs::copy_file(fixture(), db_);
        EXPECT_TRUE(engine::open_sqlite_store(db_)) << "brings its schema up to date";
    }
    ~Inspect() override { fs::remove_all(folder_); }

    static std::string fixture() { return source_dir() + "/tests/journal_format/fixtures/format-1.sqlite"; }
    Ran inspect(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), {"inspect", db_});
        return run_pawl(arguments);
    }
    json::object as_json(std::vector<std::string> arguments) const {
        arguments.emplace_back("--json");
        const Ran ran = inspect(std::move(arguments));
        return json::parse(ran.out).as_object();
    }
    void change(const std::string& sql) const {
        sqlite3* raw = nullptr;
        ASSERT_EQ(sqlite3_open(db_.c_str(), &raw), SQLITE_OK);
        char* message = nullptr;
        EXPECT_EQ(sqlite3_exec(raw, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK) << (message != nullptr ? message : "");
        sqlite3_close(raw);
    }

    const fs::path folder_;
    const std::string db_;
};

std::string damage_of(const json::value& of) {
    std::string all;
    if (const auto* damage = of.as_object().if_contains("damage")) {
        for (const auto& each : damage->as_array()) all += std::string(each.as_string()) + "\n";
    }
    return all;
}

TEST_F(Inspect, ShowsRowsRecordsAndTheFold) {
    const Ran ran = inspect({"jsonpath:map-fails"});
    EXPECT_EQ(ran.exit, 0) << ran.err;
    for (const char* line : {
             "execution 3  jsonpath:map-fails  FAILED\n",
             "  machine=1  revision=1  start=2026-09-21T14:13:29.000Z  stop=2026-09-21T14:13:29.000Z  first_row=18  last_row=20  next_wakeup=never\n",
             "\nrow 19  previous 18  first event 16  153 bytes\n",
             "event 3 after 2  frame 1  StateExited (14, version 2)  state=0 Prepare  output=48 bytes  next=1 Route  assigned=[{name=count, value=1 "
             "bytes}, "
             "{name=order, value=5 bytes}]\n",
             "event 11 after 10  frame 2  TaskScheduled (30, version 1)  state=10 One  function_name=one  input=32 bytes\n",
             "no event  frame 1  ChildrenErased (44, version 1)  last=25\n",
             "failure={error=One.Lost, cause=7 bytes}\n",
             "\nfolded from 3 rows\n",
             "\n  status FAILED\n",
             "\n          results [17 bytes in row 19, null, null, null, null]\n",
             "\n            state 10 One\n",
             "\n  error One.Lost\n  cause 7 bytes\n  last_event 31\n",
         }) {
        EXPECT_NE(ran.out.find(line), std::string::npos) << line << ran.out;
    }
}

TEST_F(Inspect, ShowsPayloadsOnlyWhenAsked) {
    const std::string secret = "\"way\": \"map\"";
    EXPECT_EQ(inspect({"2"}).out.find(secret), std::string::npos);
    EXPECT_EQ(inspect({"2", "-o", "json"}).out.find("o-2"), std::string::npos);
    EXPECT_NE(inspect({"2", "--payloads"}).out.find("input=27 bytes: {\"id\": \"o-2\", \"way\": \"map\"}"), std::string::npos);
    const std::string cut = inspect({"jsonpath:too-large", "--payloads"}).out, full = inspect({"jsonpath:too-large", "--full"}).out;
    const std::string end = "exceeding the maximum number of bytes service limit.\"}}\n";
    EXPECT_NE(cut.find("output=256 bytes: {\"list\""), std::string::npos);
    EXPECT_EQ(cut.find(end), std::string::npos) << cut;
    EXPECT_NE(cut.find("…"), std::string::npos);
    EXPECT_NE(full.find(end), std::string::npos) << full;
    EXPECT_EQ(full.find("…"), std::string::npos);
    EXPECT_EQ(inspect({"2", "--payloads", "--full"}).exit, 2);
}

TEST_F(Inspect, FindsByArnNameAndKey) {
    for (const char* name : {"arn:aws:states:us-east-1:000000000000:execution:jsonata:bad", "jsonata:bad", "bad", "16"}) {
        const Ran ran = inspect({name});
        EXPECT_EQ(ran.exit, 0) << name << ran.err;
        EXPECT_TRUE(ran.out.starts_with("execution 16  jsonata:bad  FAILED\n")) << ran.out;
    }
    const Ran two = inspect({"map"});
    EXPECT_EQ(two.exit, 2);
    EXPECT_EQ(two.err, "error: 'map' may be several executions; say which by its key: 2 (jsonpath:map) 7 (jsonata:map)\n");
    EXPECT_EQ(inspect({"jsonata:nobody"}).exit, 3);
    EXPECT_NE(inspect({"jsonata:nobody"}).err.find("there is no execution 'jsonata:nobody' in the database"), std::string::npos);
    EXPECT_EQ(inspect({"jsonpath:bad"}).exit, 3) << "another machine's";
    EXPECT_EQ(inspect({"999"}).exit, 3);
    EXPECT_EQ(inspect({}).exit, 2);
}

TEST_F(Inspect, FindsARowWhoseMachineIsGone) {
    change("DELETE FROM machines WHERE name = 'jsonata'");
    const Ran ran = inspect({"bad"});
    EXPECT_TRUE(ran.out.starts_with("execution 16  :bad  FAILED\n")) << ran.out;
    EXPECT_EQ(ran.exit, 0) << ran.err;
    change("DELETE FROM revisions");
    const Ran unbound = inspect({"bad"});
    EXPECT_EQ(unbound.exit, 1);
    EXPECT_NE(unbound.out.find("StateEntered (10, version 1)  state=0  "), std::string::npos) << "the state's number alone\n" << unbound.out;
    EXPECT_NE(unbound.out.find("folded from 0 rows, no further: State machine revision 2 is not in the store"), std::string::npos) << unbound.out;
}

TEST_F(Inspect, ReadsAllThatTheFixtureHolds) {
    const std::string before = bytes_of(db_);
    for (int key = 1; key <= 36; ++key) {
        const json::object all = as_json({std::to_string(key)});
        EXPECT_EQ(all.at("execution").at("status"), all.at("fold").at("execution").at("status")) << key;
        EXPECT_EQ(all.at("fold").at("rows"), all.at("rows").as_array().size()) << key;
        std::size_t events = 0;
        for (const auto& row : all.at("rows").as_array()) {
            for (const auto& record : row.at("records").as_array()) events += record.at("event") != 0 ? 1 : 0;
        }
        EXPECT_EQ(all.at("fold").at("execution").at("last_event"), events) << key;
    }
    EXPECT_EQ(bytes_of(db_), before) << "it only reads";
}

TEST_F(Inspect, ReadsWhileAnEngineHasTheDatabase) {
    const auto store = engine::open_sqlite_store(db_);
    ASSERT_TRUE(store.has_value());
    EXPECT_EQ(inspect({"bad"}).exit, 0);
    // What stands in the log alone is seen, too.
    engine::Batch batch;
    engine::ExecutionRow& row = batch.executions.emplace_back();
    row.key = 900;
    row.machine = row.revision = 1;
    row.name = "in-the-log";
    row.first_row = 5'000;
    ASSERT_TRUE((*store)->shard(0).commit(batch).has_value());
    const Ran ran = inspect({"in-the-log"});
    EXPECT_EQ(ran.exit, 1);
    EXPECT_NE(ran.out.find("DAMAGED: none of its journal rows is there"), std::string::npos) << ran.out;
}

TEST_F(Inspect, SaysWhichRowIsDamagedAndFoldsUpToIt) {
    change("UPDATE journal SET records = CAST(substr(records, 1, 20) || x'00' || substr(records, 22) AS BLOB) WHERE id = 19");
    const json::object all = as_json({"3"});
    const auto& rows = all.at("rows").as_array();
    EXPECT_EQ(damage_of(rows[0]), "");
    EXPECT_TRUE(damage_of(rows[1]).starts_with("Journal row 19 is damaged: its checksum does not match its bytes.")) << damage_of(rows[1]);
    EXPECT_EQ(rows[1].at("records").as_array().size(), 0U);
    EXPECT_EQ(all.at("fold").at("rows"), 1);
    EXPECT_EQ(all.at("fold").at("why"), "journal row 19 is damaged");
    EXPECT_EQ(all.at("fold").at("execution").at("last_event"), 15);
    const Ran ran = inspect({"3"});
    EXPECT_EQ(ran.exit, 1);
    EXPECT_NE(ran.out.find("\nrow 19  previous 18  first event 16  153 bytes\n  DAMAGED: Journal row 19 is damaged"), std::string::npos) << ran.out;
    EXPECT_NE(ran.err.find("Restore the database from a backup"), std::string::npos);
    EXPECT_EQ(inspect({"2"}).exit, 0) << "the others are whole";
}

TEST_F(Inspect, ShowsTheRowsAroundAMissingOne) {
    change("DELETE FROM journal WHERE id = 19");
    const json::object all = as_json({"3"});
    const auto& rows = all.at("rows").as_array();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_TRUE(damage_of(rows[1]).starts_with("it names row 19 as the one before it, and the execution's row before it is 18"))
        << damage_of(rows[1]);
    EXPECT_EQ(all.at("fold").at("rows"), 1);

    change("UPDATE executions SET first_row = 90000, last_row = 90001 WHERE key = 2");
    const json::object wrong = as_json({"2"});
    EXPECT_EQ(damage_of(wrong.at("execution")),
              "it names row 90000 as its first; the first one there is 12\nit names row 90001 as its last, which is not there\n");
    EXPECT_EQ(wrong.at("fold").at("rows"), 6) << "its rows are whole";
    change("DELETE FROM journal WHERE execution = 2");
    EXPECT_NE(inspect({"2"}).out.find("DAMAGED: none of its journal rows is there"), std::string::npos);
}

TEST_F(Inspect, LeavesTheFoldOutWhenAsked) {
    EXPECT_EQ(inspect({"2", "--no-fold"}).out.find("folded"), std::string::npos);
    EXPECT_FALSE(as_json({"2", "--no-fold"}).contains("fold"));
}

TEST_F(Inspect, RefusesWhatIsNoDatabaseOfThisPawl) {
    change("PRAGMA user_version = 0");
    EXPECT_EQ(inspect({"2"}).exit, 1);
    EXPECT_NE(inspect({"2"}).err.find("has schema version 0, and this pawl reads"), std::string::npos) << inspect({"2"}).err;
    change("PRAGMA user_version = 99");
    EXPECT_NE(inspect({"2"}).err.find("Run the pawl that wrote it, or a newer one."), std::string::npos);
    change("PRAGMA application_id = 5");
    EXPECT_NE(inspect({"2"}).err.find("is no database of pawl's"), std::string::npos);
    std::ofstream(db_) << "no database at all, but long enough for one: " << std::string(200, '.');
    EXPECT_EQ(inspect({"2"}).exit, 1);
    fs::remove(db_);
    EXPECT_EQ(inspect({"2"}).exit, 3);
    EXPECT_FALSE(fs::exists(db_)) << "it makes none";
}

}  // namespace
}  // namespace pawl::cli
