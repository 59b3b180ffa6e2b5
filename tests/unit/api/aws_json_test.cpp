#include "tests/unit/api/api_world.hpp"

namespace pawl::engine {
namespace {

class AwsJson : public ApiWorld {
  protected:
    const std::string service = model;
    const std::string coral = "com.amazon.coral.validate#ValidationException";
};

TEST_F(AwsJson, RunsAnExecutionFromCreationToHistory) {
    const HttpAnswer created = create("m", pass);
    ASSERT_EQ(created.status, 200) << created.body;
    EXPECT_EQ(created.text("stateMachineArn"), machine_arn("m"));
    EXPECT_TRUE(created.object().at("creationDate").is_number());
    EXPECT_NE(created.head.find("Content-Type: application/x-amz-json-1.0"), std::string::npos);
    EXPECT_NE(created.head.find("x-amzn-RequestId: "), std::string::npos);

    const HttpAnswer started = start("m", R"(,"name":"e","input":"{ \"a\" : 1.00 }")");
    ASSERT_EQ(started.status, 200) << started.body;
    EXPECT_EQ(started.text("executionArn"), execution_arn_of("m:e"));
    ASSERT_EQ(rest("GET", "/v1/executions/m:e?wait=10s").text("status"), "SUCCEEDED");

    const HttpAnswer described = aws("DescribeExecution", R"({"executionArn":")" + execution_arn_of("m:e") + "\"}");
    EXPECT_EQ(described.text("status"), "SUCCEEDED");
    EXPECT_EQ(described.text("input"), "{ \"a\" : 1.00 }");
    EXPECT_EQ(described.text("output"), "{ \"a\" : 1.00 }");
    EXPECT_EQ(described.text("inputDetails"), R"({"included":true})");
    EXPECT_EQ(described.text("redriveStatus"), "NOT_REDRIVABLE");
    EXPECT_EQ(described.text("redriveStatusReason"), "Execution is SUCCEEDED and cannot be redriven");
    EXPECT_EQ(described.text("error"), "(absent)");

    const HttpAnswer history = aws("GetExecutionHistory", R"({"executionArn":")" + execution_arn_of("m:e") + "\"}");
    std::string types;
    for (const auto& event : history.object().at("events").as_array()) types += std::string(event.at("type").as_string()) + " ";
    EXPECT_EQ(types, "ExecutionStarted PassStateEntered PassStateExited ExecutionSucceeded ");
    EXPECT_EQ(history.text("nextToken"), "(absent)");
}

TEST_F(AwsJson, PagesAHistoryBothWays) {
    create("m", pass);
    start("m", R"(,"name":"e")");
    ASSERT_EQ(rest("GET", "/v1/executions/m:e?wait=10s").text("status"), "SUCCEEDED");
    const auto ids = [&](const std::string& more) {
        std::string seen, token;
        for (int page = 0; page < 10; ++page) {
            const HttpAnswer answer = aws("GetExecutionHistory", R"({"executionArn":")" + execution_arn_of("m:e") + R"(","maxResults":3)" + more +
                                                                     (token.empty() ? "" : R"(,"nextToken":")" + token + "\"") + "}");
            for (const auto& event : answer.object().at("events").as_array()) seen += boost::json::serialize(event.at("id"));
            token = answer.text("nextToken");
            if (token == "(absent)") break;
            seen += "|";
        }
        return seen;
    };
    EXPECT_EQ(ids(""), "123|4");
    EXPECT_EQ(ids(R"(,"reverseOrder":true)"), "432|1");
    // A token fits the arguments it came with.
    const std::string token = aws("GetExecutionHistory", R"({"executionArn":")" + execution_arn_of("m:e") + R"(","maxResults":3})").text("nextToken");
    expect_error(
        aws("GetExecutionHistory", R"({"executionArn":")" + execution_arn_of("m:e") + R"(","reverseOrder":true,"nextToken":")" + token + "\"}"),
        service + "InvalidToken", "Invalid Token: 'Invalid token'");
    expect_error(aws("GetExecutionHistory", R"({"executionArn":")" + execution_arn_of("m:e") + R"(","nextToken":"AAAA"})"), service + "InvalidToken",
                 "Invalid Token: 'Invalid token'");
}

TEST_F(AwsJson, CreatesOnceAndComparesByteForByte) {
    const HttpAnswer first = create("m", pass);
    const HttpAnswer again = create("m", pass, R"(,"tags":[{"key":"k","value":"v"}])");
    EXPECT_EQ(again.body, first.body);
    EXPECT_EQ(aws("ListTagsForResource", R"({"resourceArn":")" + machine_arn("m") + "\"}").text("tags"), "[]");
    expect_error(create("m", std::string(pass) + " "), service + "StateMachineAlreadyExists",
                 "State Machine Already Exists: '" + machine_arn("m") + "'");
    expect_error(create("m", pass, R"(,"tracingConfiguration":{"enabled":true})"), service + "StateMachineAlreadyExists",
                 "State Machine Already Exists: '" + machine_arn("m") + "'");
    EXPECT_EQ(create("m", pass, R"(,"tracingConfiguration":{"enabled":false})").body, first.body);
}

TEST_F(AwsJson, UpdatesWithRevisions) {
    const std::string arn = R"({"stateMachineArn":")" + machine_arn("m") + "\"";
    create("m", pass);
    EXPECT_EQ(aws("DescribeStateMachine", arn + "}").text("revisionId"), "(absent)");
    expect_error(aws("UpdateStateMachine", arn + "}"), service + "MissingRequiredParameter",
                 "Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified");
    EXPECT_EQ(aws("UpdateStateMachine", arn + R"(,"definition":)" + quote(pass) + "}").text("revisionId"), "(absent)");  // nothing changed
    const std::string revision = aws("UpdateStateMachine", arn + R"(,"roleArn":"arn:aws:iam::1:role/other"})").text("revisionId");
    EXPECT_EQ(revision.size(), 36u);
    const HttpAnswer described = aws("DescribeStateMachine", arn + "}");
    EXPECT_EQ(described.text("revisionId"), revision);
    EXPECT_EQ(described.text("definition"), pass);
    EXPECT_EQ(described.text("roleArn"), "arn:aws:iam::1:role/other");
    EXPECT_EQ(described.text("status"), "ACTIVE");
    EXPECT_EQ(described.object().at("loggingConfiguration").at("level").as_string(), "OFF");
    EXPECT_EQ(described.text("encryptionConfiguration"), R"({"type":"AWS_OWNED_KEY"})");
}

TEST_F(AwsJson, ShowsTheRevisionThatAnExecutionRuns) {
    create("m", wait);
    start("m", R"(,"name":"e")");
    aws("UpdateStateMachine", R"({"stateMachineArn":")" + machine_arn("m") + R"(","definition":)" + quote(pass) + "}");
    const HttpAnswer described = aws("DescribeStateMachineForExecution", R"({"executionArn":")" + execution_arn_of("m:e") + "\"}");
    EXPECT_EQ(described.text("definition"), wait);
    EXPECT_EQ(described.text("revisionId"), "(absent)");
    EXPECT_EQ(described.text("name"), "m");
}

TEST_F(AwsJson, ListsByName) {
    for (const char* name : {"c", "a", "b"}) create(name, pass);
    const auto names = [](const HttpAnswer& answer) {
        std::string all;
        for (const auto& machine : answer.object().at("stateMachines").as_array()) all += machine.at("name").as_string();
        return all;
    };
    const HttpAnswer first = aws("ListStateMachines", R"({"maxResults":2})");
    EXPECT_EQ(names(first), "ab");
    const HttpAnswer second = aws("ListStateMachines", R"({"maxResults":1000,"nextToken":")" + first.text("nextToken") + "\"}");
    EXPECT_EQ(names(second), "c");
    EXPECT_EQ(second.text("nextToken"), "(absent)");
}

TEST_F(AwsJson, ListsExecutionsNewestFirstWithFilterAndPages) {
    create("m", wait);
    for (const char* name : {"e1", "e2", "e3"}) {
        start("m", std::string(R"(,"name":")") + name + "\"");
        // Within a millisecond the order is that of the keys, and each is of a shard of its own.
        for (const Instant started = clock_.now(); clock_.now() <= started;) std::this_thread::yield();
    }
    aws("StopExecution", R"({"executionArn":")" + execution_arn_of("m:e2") + R"(","error":"E","cause":"C"})");
    const auto list = [&](const std::string& more) {
        return aws("ListExecutions", R"({"stateMachineArn":")" + machine_arn("m") + "\"" + more + "}");
    };
    const auto names = [](const HttpAnswer& answer) {
        std::string all;
        for (const auto& e : answer.object().at("executions").as_array()) all += std::string(e.at("name").as_string()) + " ";
        return all;
    };
    EXPECT_EQ(names(list("")), "e3 e2 e1 ");
    EXPECT_EQ(names(list(R"(,"statusFilter":"RUNNING")")), "e3 e1 ");
    EXPECT_EQ(names(list(R"(,"statusFilter":"ABORTED")")), "e2 ");
    EXPECT_EQ(names(list(R"(,"statusFilter":"PENDING_REDRIVE")")), "");
    const HttpAnswer first = list(R"(,"maxResults":2)");
    EXPECT_EQ(names(first), "e3 e2 ");
    EXPECT_EQ(names(list(R"(,"maxResults":2,"nextToken":")" + first.text("nextToken") + "\"")), "e1 ");
    expect_error(list(R"(,"statusFilter":"RUNNING","nextToken":")" + first.text("nextToken") + "\""), service + "InvalidToken",
                 "Invalid Token: 'Invalid token'");
    expect_error(list(R"(,"statusFilter":"succeeded")"), coral,
                 "1 validation error detected: Value 'succeeded' at 'statusFilter' failed to satisfy constraint: Member must satisfy enum value set: "
                 "[SUCCEEDED, TIMED_OUT, PENDING_REDRIVE, ABORTED, FAILED, RUNNING]");
    expect_error(
        list(R"(,"maxResults":1001)"), coral,
        "1 validation error detected: Value '1001' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 1000");
}

TEST_F(AwsJson, StopsOnceAndTellsTheFirstStopDate) {
    create("m", wait);
    start("m", R"(,"name":"e")");
    const std::string stop = R"({"executionArn":")" + execution_arn_of("m:e") + "\"}";
    const HttpAnswer first = aws("StopExecution", stop);
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(aws("StopExecution", stop).body, first.body);
    EXPECT_EQ(aws("DescribeExecution", stop).text("redriveStatus"), "REDRIVABLE");
}

TEST_F(AwsJson, RefusesInAwsWords) {
    create("m", pass);
    const std::string gone = R"({"stateMachineArn":")" + machine_arn("x") + "\"}";
    expect_error(aws("DescribeStateMachine", R"({"stateMachineArn":"not_a_valid_arn"})"), service + "InvalidArn",
                 "Invalid Arn: 'Invalid ARN prefix: not_a_valid_arn'");
    expect_error(aws("DescribeStateMachine", gone), service + "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + machine_arn("x") + "'");
    expect_error(aws("StartExecution", gone), service + "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + machine_arn("x") + "'");
    expect_error(aws("ListExecutions", gone), service + "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + machine_arn("x") + "'");
    EXPECT_EQ(aws("DeleteStateMachine", gone).body, "{}");
    expect_error(start("m:2"), service + "StateMachineDoesNotExist", "State Machine Does Not Exist: '" + machine_arn("m:2") + "'");
    for (const char* operation : {"DescribeExecution", "GetExecutionHistory", "StopExecution", "DescribeStateMachineForExecution"}) {
        expect_error(aws(operation, R"({"executionArn":")" + execution_arn_of("m:x") + "\"}"), service + "ExecutionDoesNotExist",
                     "Execution Does Not Exist: '" + execution_arn_of("m:x") + "'");
        expect_error(aws(operation, R"({"executionArn":"arn:aws:states:us-east-1:000000000000:express:m:a:b"})"), service + "InvalidArn",
                     "Invalid Arn: 'Resource type not valid in this context: express'");
    }
    expect_error(create("a b", pass), service + "InvalidName", "Invalid Name: 'a b'");
    expect_error(start("m", R"(,"name":"a/b")"), service + "InvalidName", "Invalid Name: 'a/b'");
    expect_error(
        start("m", R"(,"input":"not some json")"), service + "InvalidExecutionInput",
        "Invalid State Machine Execution Input: 'Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' "
        "or 'false')'");
    expect_error(start("m", R"(,"input":"")"), service + "InvalidExecutionInput",
                 "Invalid State Machine Execution Input: 'Invalid execution input.'");
    expect_error(create("n", pass, R"(,"loggingConfiguration":{"level":"ALL"})"), service + "InvalidLoggingConfiguration",
                 "Invalid Logging Configuration: Must specify exactly one Log Destination.");
    expect_error(create("n", pass, R"(,"versionDescription":"d")"), service + "ValidationException",
                 "Version description can only be set when publish is true");
    EXPECT_EQ(create("n", "{}").text("message"),
              "Invalid State Machine Definition: 'SCHEMA_VALIDATION_FAILED: These fields are required: [States, StartAt] at /'");
    expect_error(aws("StartExecution", "{}"), coral,
                 "1 validation error detected: Value null at 'stateMachineArn' failed to satisfy constraint: Member must not be null");
    EXPECT_EQ(
        aws("CreateStateMachine", R"({"name":"","definition":"","type":"BIG"})").text("message"),
        "4 validation errors detected: Value '' at 'name' failed to satisfy constraint: Member must have length greater than or equal to 1; Value at "
        "'definition' failed to satisfy constraint: Member must have length greater than or equal to 1; Value null at 'roleArn' failed to satisfy "
        "constraint: Member must not be null; Value 'BIG' at 'type' failed to satisfy constraint: Member must satisfy enum value set: [STANDARD, "
        "EXPRESS]");
}

TEST_F(AwsJson, RefusesWhatIsNoCall) {
    EXPECT_EQ(aws("Nonsense", "{}").text("__type"), "com.amazon.coral.service#UnknownOperationException");
    EXPECT_EQ(http("POST", "/", "", "{}").text("__type"), "com.amazon.coral.service#UnknownOperationException");
    EXPECT_EQ(aws("StartExecution", "{").text("__type"), "com.amazon.coral.service#SerializationException");
    EXPECT_EQ(aws("StartExecution", "[]").text("__type"), "com.amazon.coral.service#SerializationException");
    EXPECT_EQ(aws("StartExecution", R"({"stateMachineArn":17})").text("__type"), "com.amazon.coral.service#SerializationException");
    EXPECT_EQ(aws("StartExecution", std::string(100'000, '[')).status, 400);
    const HttpAnswer later = aws("CreateActivity", R"({"name":"a"})");
    EXPECT_EQ(later.status, 400);
    EXPECT_EQ(later.text("__type"), "UnsupportedOperation");
    EXPECT_NE(later.text("message").find("pawl 0.1.0"), std::string::npos);
}

TEST_F(AwsJson, RefusesByNameWhatIsNotBuiltYet) {
    EXPECT_EQ(create("m", pass, R"(,"publish":true)").text("__type"), "UnsupportedOperation");
    EXPECT_NE(create("m", pass, R"(,"type":"EXPRESS")").text("message").find("PAWL_NOT_SUPPORTED: type EXPRESS"), std::string::npos);
    const HttpAnswer refused =
        create("m", R"({"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","End":true}}})");
    EXPECT_EQ(refused.text("__type"), service + "InvalidDefinition");
    EXPECT_NE(refused.text("message").find("PAWL_NOT_SUPPORTED: "), std::string::npos) << refused.body;
}

TEST_F(AwsJson, KeepsTags) {
    create("m", pass, R"(,"tags":[{"key":"a","value":"1"},{"key":"b","value":"2"}])");
    const std::string arn = R"({"resourceArn":")" + machine_arn("m") + "\"";
    EXPECT_EQ(aws("TagResource", arn + R"(,"tags":[{"key":"b","value":""},{"key":"A","value":"3"}]})").body, "{}");
    EXPECT_EQ(aws("ListTagsForResource", arn + "}").text("tags"), R"([{"key":"a","value":"1"},{"key":"b","value":""},{"key":"A","value":"3"}])");
    EXPECT_EQ(aws("UntagResource", arn + R"(,"tagKeys":["a","unknown"]})").body, "{}");
    EXPECT_EQ(aws("ListTagsForResource", arn + "}").text("tags"), R"([{"key":"b","value":""},{"key":"A","value":"3"}])");
    const HttpAnswer system = aws("TagResource", arn + R"(,"tags":[{"key":"aws:x","value":"1"}]})");
    EXPECT_EQ(system.text("__type"), "com.amazon.coral.service#AccessDeniedException");
    EXPECT_EQ(system.text("Message"), "Caller is an end user and not allowed to mutate system tags");
    std::string many = "[";
    for (int i = 0; i < 50; ++i) many += (i > 0 ? "," : "") + std::string(R"({"key":"k)") + std::to_string(i) + R"(","value":""})";
    EXPECT_EQ(aws("TagResource", arn + R"(,"tags":)" + many + "]}").text("__type"), service + "TooManyTags");
    const std::string version = R"({"resourceArn":")" + machine_arn("m") + ":1\"";
    expect_error(aws("TagResource", version + R"(,"tags":[]})"), service + "ResourceNotFound", "Resource not found: '" + machine_arn("m") + ":1'");
    EXPECT_EQ(aws("ListTagsForResource", version + "}").text("tags"), "[]");
}

TEST_F(AwsJson, ValidatesDefinitions) {
    const HttpAnswer good = aws("ValidateStateMachineDefinition", R"({"definition":)" + quote(pass) + "}");
    EXPECT_EQ(good.text("result"), "OK");
    EXPECT_EQ(good.text("diagnostics"), "[]");
    EXPECT_EQ(good.text("truncated"), "false");
    const HttpAnswer bad = aws("ValidateStateMachineDefinition", R"({"definition":"{}"})");
    EXPECT_EQ(bad.text("result"), "FAIL");
    EXPECT_EQ(bad.text("diagnostics"),
              R"([{"severity":"ERROR","code":"SCHEMA_VALIDATION_FAILED","message":"These fields are required: [States, StartAt]","location":"/"}])");
    EXPECT_EQ(
        aws("ValidateStateMachineDefinition", R"({"definition":"{}","severity":"INFO"})").text("message"),
        "1 validation error detected: Value 'INFO' at 'severity' failed to satisfy constraint: Member must satisfy enum value set: [ERROR, WARNING]");
}

// Recorded: control_lifecycle.
TEST_F(AwsJson, ValidationObeysSeverityAndMaxResults) {
    const std::string warned =
        R"("definition":)" + quote(R"({"StartAt":"A","States":{"A":{"Type":"Pass","Parameters":{"value":"$.value"},"End":true}}})");
    const HttpAnswer warnings = aws("ValidateStateMachineDefinition", "{" + warned + R"(,"severity":"WARNING"})");
    EXPECT_EQ(warnings.text("result"), "OK");
    EXPECT_EQ(warnings.text("diagnostics"),
              R"([{"severity":"WARNING","code":"NO_DOLLAR","message":"The value of 'value' looks like a JSONPath. Instead of 'value', use )"
              R"('value.$' to evaluate it as a JSONPath at runtime.","location":"/States/A/Parameters"}])");
    EXPECT_EQ(aws("ValidateStateMachineDefinition", "{" + warned + R"(,"severity":"ERROR"})").text("diagnostics"), "[]");
    EXPECT_EQ(aws("ValidateStateMachineDefinition", "{" + warned + "}").text("diagnostics"), "[]");

    const std::string wrong =
        R"("definition":)" + quote(R"({"StartAt":"X","States":{"A":{"Type":"Pass","Next":"Y"},"B":{"Type":"Wait","Seconds":-1,"End":true}}})");
    const HttpAnswer one = aws("ValidateStateMachineDefinition", "{" + wrong + R"(,"maxResults":1})");
    EXPECT_EQ(one.text("diagnostics"),
              R"([{"severity":"ERROR","code":"SCHEMA_VALIDATION_FAILED","message":"Minimum value is 0","location":"/States/B/Seconds"}])");
    EXPECT_EQ(one.text("truncated"), "true");
    EXPECT_EQ(aws("ValidateStateMachineDefinition", "{" + wrong + R"(,"maxResults":0})").text("truncated"), "false");
    EXPECT_EQ(aws("ValidateStateMachineDefinition", "{" + wrong + R"(,"maxResults":5})").text("truncated"), "false");
}

TEST_F(AwsJson, SaysAtNullWhereThereIsNoLocation) {
    const std::string loop = R"({"StartAt":"A","States":{"A":{"Type":"Pass","Next":"A"}}})";
    EXPECT_EQ(
        aws("CreateStateMachine", R"({"name":"m","roleArn":"arn:aws:iam::000000000000:role/r","definition":)" + quote(loop) + "}").text("message"),
        "Invalid State Machine Definition: 'MISSING_END_STATE: Workflow has no terminal state at null'");
}

TEST_F(AwsJson, DeletesMachines) {
    create("m", pass);
    EXPECT_EQ(aws("DeleteStateMachine", R"({"stateMachineArn":")" + machine_arn("m") + "\"}").body, "{}");
    const HttpAnswer started = start("m");
    EXPECT_TRUE(started.text("__type") == service + "StateMachineDeleting" || started.text("__type") == service + "StateMachineDoesNotExist")
        << started.body;
}

TEST_F(AwsJson, FollowsTheConfiguredLimits) {
    halt();
    execution::Limits limits;
    limits.payload_bytes = 300'000;
    limits.history_events = 6;
    boot({}, limits);
    create("m", pass);
    const auto input_of = [](std::size_t bytes) {
        return ",\"name\":\"n" + std::to_string(bytes) + "\",\"input\":" + quote('"' + std::string(bytes - 2, 'x') + '"');
    };
    EXPECT_EQ(start("m", input_of(300'000)).status, 200);
    EXPECT_EQ(rest("GET", "/v1/executions/m:n300000?wait=10s").text("status"), "SUCCEEDED");
    expect_error(start("m", input_of(300'001)), coral,
                 "1 validation error detected: Value at 'input' failed to satisfy constraint: Member must have length less than or equal to 300000");

    create("loop", R"({"StartAt":"A","States":{"A":{"Type":"Pass","Next":"C"},"S":{"Type":"Succeed"},"C":{"Type":"Choice","Default":"A",
        "Choices":[{"Variable":"$.never","IsPresent":true,"Next":"S"}]}}})");
    ASSERT_EQ(start("loop", R"(,"name":"e")").status, 200);
    ASSERT_EQ(rest("GET", "/v1/executions/loop:e?wait=10s").text("status"), "FAILED");
    EXPECT_EQ(aws("DescribeExecution", R"({"executionArn":")" + execution_arn_of("loop:e") + "\"}").text("redriveStatusReason"),
              "Execution has exceeded the maximum history event limit");
}

TEST_F(AwsJson, WantsTheTokenWhenThereIsOne) {
    halt();
    ApiSettings settings;
    settings.token = "s3cret";
    boot(settings);
    EXPECT_EQ(aws("ListStateMachines", "{}").text("__type"), "com.amazon.coral.service#UnrecognizedClientException");
    EXPECT_EQ(rest("GET", "/v1/executions").status, 401);
    EXPECT_EQ(rest("GET", "/livez").status, 200);
    EXPECT_EQ(http("GET", "/v1/executions", "Authorization: Bearer wrong!\r\n", "").status, 401);
    EXPECT_EQ(http("GET", "/v1/executions", "Authorization: Bearer s3cret\r\n", "").status, 200);
    EXPECT_EQ(http("POST", "/",
                   "X-Amz-Target: AWSStepFunctions.ListStateMachines\r\nAuthorization: AWS4-HMAC-SHA256 "
                   "Credential=s3cret/20260901/us-east-1/states/aws4_request, "
                   "SignedHeaders=host, Signature=00\r\n",
                   "{}")
                  .status,
              200);
}

}  // namespace
}  // namespace pawl::engine
