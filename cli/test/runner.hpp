// Runs test files of state machines in memory, without a server: what `pawl test` does, without its printing.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "cli/exit_code.hpp"
#include "cli/test/report.hpp"
#include "statemachine/definition/machine.hpp"
#include "statemachine/rehearsal/case_file.hpp"

namespace pawl::cli {

/// Definitions are read and bound once, however many tests use them. Belongs to one thread.
class TestRunner {
  public:
    /// Tests whose name holds this text, or their file's does; empty: all.
    explicit TestRunner(std::string filter) : filter_(std::move(filter)) {}

    /// A file, or every *.case in a folder and the folders in it, in the order of their names.
    void run(const std::string& file_or_folder);

    struct Mocks {
        std::string file;                             ///< MockConfigFile.json
        std::map<std::string, std::string> machines;  ///< definition files by state machine
        std::vector<std::string> cases;               ///< only these; empty: all
        std::string input = "{}";
        std::string expected = "SUCCEEDED";
    };
    void run(const Mocks& mocks);

    const std::vector<TestResult>& results() const { return results_; }
    /// Ok, Failed, or what went wrong before a test could run: Usage, NotFound, InvalidDefinition.
    ExitCode exit() const { return exit_; }

  private:
    struct Bound {
        std::shared_ptr<const definition::Machine> machine;
        std::string report;  ///< why there is none
        ExitCode exit = ExitCode::Ok;
    };
    const Bound& bound(const std::string& key, const std::string& text, const std::string& name);
    const Bound& bound_file(const std::string& file);
    void run_file(const std::string& file);
    void run_case(const std::string& file, rehearsal::Case test);
    void rehearse(TestResult result, const rehearsal::Case& test, const definition::Machine& machine);
    bool is_wanted(const std::string& file, const std::string& name) const;
    void broken(TestResult result, ExitCode exit, std::string why);

    std::string filter_;
    std::map<std::string, Bound> machines_;
    std::vector<TestResult> results_;
    ExitCode exit_ = ExitCode::Ok;
};

}  // namespace pawl::cli
