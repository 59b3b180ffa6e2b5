#include "tests/fuzz/seeds.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include "statemachine/rehearsal/case_file.hpp"
#include "statemachine/vocabulary/check.hpp"
#include "tests/source_dir.hpp"

namespace pawl::fuzz {

namespace {

namespace fs = std::filesystem;

std::string content(const fs::path& path) {
    std::stringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

fs::path shared_path(std::string_view path) { return fs::path(pawl::source_dir() + "/../shared") / path; }

}  // namespace

std::vector<std::string> seed_lines(std::string_view name) {
    const fs::path path = fs::path(pawl::source_dir() + "/tests/fuzz/seeds") / name;
    PAWL_CHECK(fs::exists(path), "the seeds of a fuzz target are part of the tree");
    std::vector<std::string> lines;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        if (!line.empty()) lines.push_back(line);
    }
    return lines;
}

boost::json::value shared_json(std::string_view path) {
    if (!fs::exists(shared_path(path))) return nullptr;
    boost::system::error_code error;
    auto value = boost::json::parse(content(shared_path(path)), error);
    return error ? boost::json::value(nullptr) : value;
}

boost::json::array shared_json_array(std::string_view path) {
    auto value = shared_json(path);
    return value.is_array() ? std::move(value.get_array()) : boost::json::array();
}

std::vector<boost::json::value> shared_json_lines(std::string_view path) {
    std::vector<boost::json::value> values;
    std::ifstream file(shared_path(path));
    for (std::string line; std::getline(file, line);) {
        boost::system::error_code error;
        auto value = boost::json::parse(line, error);
        if (!error) values.push_back(std::move(value));
    }
    return values;
}

std::vector<std::string> case_texts() {
    std::vector<fs::path> paths;
    for (const auto& entry : fs::recursive_directory_iterator(pawl::source_dir() + "/tests/cases/files")) {
        if (entry.path().extension() == ".case") paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end());  // the order of a directory is its own
    std::vector<std::string> texts;
    for (const auto& path : paths) texts.push_back(content(path));
    return texts;
}

std::vector<std::string> case_definitions() {
    std::vector<std::string> definitions;
    for (const auto& text : case_texts()) {
        const auto file = rehearsal::parse_cases(text);
        if (!file) continue;
        for (const auto& test : *file) definitions.push_back(test.machine);
    }
    return definitions;
}

}  // namespace pawl::fuzz
