// Reads the recorded data beside the repository; a test that needs it skips when it is not there.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <optional>
#include <sstream>
#include <string>

#include "statemachine/vocabulary/payload.hpp"
#include "tests/source_dir.hpp"

namespace pawl::query {

inline std::optional<std::string> shared_text(const std::string& name) {
    std::ifstream file(pawl::source_dir() + "/../shared/" + name, std::ios::binary);
    if (!file) return std::nullopt;
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

inline std::optional<Payload> shared_json(const std::string& name) {
    const auto text = shared_text(name);
    if (!text) return std::nullopt;
    auto parsed = Payload::parse(*text);
    if (!parsed) return std::nullopt;
    return *parsed;
}

/// Into the test's report, for docs/reference/aws-compatibility.md: of how many cases of a published or recorded suite how many hold.
inline void tell_share(const std::string& suite_and_group, int hold, int of) {
    testing::Test::RecordProperty("suite " + suite_and_group, std::to_string(hold) + "/" + std::to_string(of));
}

}  // namespace pawl::query
