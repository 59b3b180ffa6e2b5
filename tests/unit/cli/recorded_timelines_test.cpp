// Timelines of histories recorded from AWS: whatever the states do, each is found, inside its parent, and none is left open.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "cli/text/json_text.hpp"
#include "cli/timeline/timeline.hpp"
#include "tests/source_dir.hpp"

namespace pawl::cli {
namespace {

TEST(RecordedTimelines, AreComplete) {
    std::ifstream corpus(pawl::source_dir() + "/../shared/conformance/history.jsonl");
    if (!corpus) GTEST_SKIP() << "skipped: ../shared is absent";
    std::string line;
    int checked = 0;
    while (std::getline(corpus, line)) {
        const json::value recorded = json::parse(line, {}, {.max_depth = 200, .allow_invalid_utf8 = true});
        const json::value& history = member_of(member_of(recorded, "expected"), "history");
        if (text_of(recorded, "compare") == "parallel_sort" || !member_of(history, "events").is_array()) continue;
        json::array events = member_of(history, "events").get_array();
        std::size_t entered = 0;
        bool closed = false;
        std::int64_t clock = 0;
        for (json::value& event : events) {
            event.get_object()["timestamp"] = static_cast<double>(++clock);  // the recording blanked them
            const std::string type = text_of(event, "type");
            entered += type.ends_with("StateEntered") ? 1U : 0U;
            closed = closed || (type.starts_with("Execution") && type != "ExecutionStarted" && type != "ExecutionRedriven");
        }
        const std::string id = text_of(recorded, "id");
        const Timeline timeline = timeline_of(events);
        EXPECT_EQ(timeline.visits.size(), entered) << id;
        for (std::size_t i = 0; i < timeline.visits.size(); ++i) {
            const Visit& visit = timeline.visits[i];
            if (closed) {
                EXPECT_FALSE(visit.left.is_never()) << id << ": " << visit.name << " is left open";
                EXPECT_NE(visit.outcome, Outcome::Running) << id << ": " << visit.name;
            }
            EXPECT_GE(visit.left, visit.entered) << id << ": " << visit.name;
            if (!visit.parent) continue;
            const Visit& parent = timeline.visits[*visit.parent];
            EXPECT_LT(*visit.parent, i) << id;
            EXPECT_TRUE(parent.kind == "Parallel" || parent.kind == "Map") << id << ": " << visit.name << " in " << parent.name;
            EXPECT_GE(parent.left, visit.left) << id << ": " << visit.name << " outlives " << parent.name;
        }
        ++checked;
    }
    EXPECT_GT(checked, 300);
}

}  // namespace
}  // namespace pawl::cli
