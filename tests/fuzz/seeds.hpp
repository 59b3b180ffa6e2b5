// Texts to begin fuzzing with: those of tests/fuzz/seeds and tests/cases, and those of ../shared where it is there. Reads files; one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

namespace pawl::fuzz {

/// The lines of tests/fuzz/seeds/NAME.
std::vector<std::string> seed_lines(std::string_view name);

/// A file of ../shared as JSON; null where it is not there.
boost::json::value shared_json(std::string_view path);
/// The items of one that is an array; empty where it is not there.
boost::json::array shared_json_array(std::string_view path);
/// One that has a JSON text a line; empty where it is not there.
std::vector<boost::json::value> shared_json_lines(std::string_view path);

/// The files of tests/cases/files, and the definitions inside them.
std::vector<std::string> case_texts();
std::vector<std::string> case_definitions();

}  // namespace pawl::fuzz
