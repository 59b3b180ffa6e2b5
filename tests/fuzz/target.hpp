// What is fuzzed: a language, texts of it to begin with, and what must hold of any text. A target is found by its name.
// Immutable after start-up; one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace pawl::fuzz {

struct Target {
    std::string_view name;            ///< "jsonata"
    std::vector<std::string> seeds;   ///< whole texts
    std::vector<std::string> pieces;  ///< what is put in here and there
    /// Feeds one text to the core, whatever its bytes. Empty = all is well; otherwise what is wrong, in a sentence. Crashing is wrong, too.
    std::string (*run)(std::string_view text) = nullptr;
};

Target jsonata_target();
Target jsonpath_target();
Target intrinsics_target();
Target asl_target();
Target fmt_target();            ///< what lays definitions out (pawl fmt)
Target graph_target();          ///< what draws them (pawl graph)
Target case_file_target();      ///< what reads case files (pawl test)
Target http_request_target();   ///< what reads clients' requests
Target http_response_target();  ///< what reads workers' answers

/// "jsonata", "jsonpath", "intrinsics", "asl", "fmt", "graph", "case_file", "http_request" or "http_response"; any other name aborts.
Target target_named(std::string_view name);

}  // namespace pawl::fuzz
