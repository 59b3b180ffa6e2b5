// A few thousand texts a language (PAWL_FUZZ_TEXTS, PAWL_FUZZ_SEED), the same ones every time: what the long runs (scripts/fuzz) do for minutes, as
// part of every test run.
#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>

#include "tests/fuzz/mutator.hpp"
#include "tests/fuzz/target.hpp"

namespace pawl::fuzz {
namespace {

/// More texts, or others: where there is no clang, the build under sanitizers fuzzes this way.
std::uint64_t setting(const char* name, std::uint64_t usual) {
    const char* given = std::getenv(name);
    return given == nullptr ? usual : std::strtoull(given, nullptr, 10);
}

bool is_slow(std::string_view name) { return name == "asl" || name == "graph" || name == "case_file"; }

class ShortRun : public testing::TestWithParam<const char*> {};

TEST_P(ShortRun, FindsNothing) {
    const Target target = target_named(GetParam());
    ASSERT_FALSE(target.seeds.empty());
    for (const auto& seed : target.seeds) ASSERT_EQ(target.run(seed), "") << "the seed itself: " << seed;
    const std::uint64_t texts = setting("PAWL_FUZZ_TEXTS", is_slow(GetParam()) ? 600 : 3000);
    Mutator mutator(target, setting("PAWL_FUZZ_SEED", 20260901));
    for (std::uint64_t number = 0; number < texts; ++number) {
        const std::string text = mutator.next(4096);
        ASSERT_EQ(target.run(text), "") << "text " << number << ": " << text;
    }
}

INSTANTIATE_TEST_SUITE_P(Languages, ShortRun,
                         testing::Values("jsonata", "jsonpath", "intrinsics", "asl", "fmt", "graph", "case_file", "http_request", "http_response"),
                         [](const auto& entry) { return std::string(entry.param); });

}  // namespace
}  // namespace pawl::fuzz
