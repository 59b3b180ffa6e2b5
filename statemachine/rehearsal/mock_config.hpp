// Step Functions Local's MockConfigFile.json: test cases of state machines by name, each naming for its states the mocked responses of their
// attempts. https://docs.aws.amazon.com/step-functions/latest/dg/sfn-local-mock-cfg-file.html. Pure; takes any bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "statemachine/rehearsal/case_file.hpp"

namespace pawl::rehearsal {

struct MockedCase {
    std::string machine;  ///< the state machine's name in the file
    Case test;            ///< named after the test case; answers by state; no machine, nothing expected
};

/// All test cases of all state machines, in the file's order.
///
/// "Return" is the result of a Lambda's ARN as it stands; of lambda:invoke, whose result has the shape {"Payload": …}, its Payload is what the
/// function answers: see unwrap_payloads().
Result<std::vector<MockedCase>, CaseFault> read_mock_config(std::string_view text);

/// Replaces the Return of a lambda:invoke by the Payload in it, for the states of these names.
void unwrap_payloads(Case& test, const std::vector<std::string>& states);

}  // namespace pawl::rehearsal
