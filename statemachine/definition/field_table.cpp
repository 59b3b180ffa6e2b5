#include "statemachine/definition/field_table.hpp"

namespace pawl::definition {
namespace {

using enum FieldKind;
constexpr auto both = FieldLanguage::Both, path_only = FieldLanguage::JsonPath, jsonata_only = FieldLanguage::Jsonata;
constexpr std::int64_t most_seconds = 99'999'999;
constexpr std::int64_t no_limit = FieldRule::unlimited;

// Fields that several states share.
constexpr FieldRule type{"Type", Type}, comment{"Comment", Text}, query_language{"QueryLanguage", QueryLanguage};
constexpr FieldRule next{"Next", Text}, end{"End", Boolean};
constexpr FieldRule input_path{"InputPath", NullablePath, path_only}, output_path{"OutputPath", NullablePath, path_only};
constexpr FieldRule parameters{"Parameters", Template, path_only}, result_selector{"ResultSelector", Template, path_only};
constexpr FieldRule result_path{"ResultPath", ReferencePath, path_only};
constexpr FieldRule arguments{"Arguments", Expression, jsonata_only}, output{"Output", Expression, jsonata_only};
constexpr FieldRule assign{.name = "Assign", .kind = Assign};
constexpr FieldRule retry{"Retry", Retry}, catches{"Catch", Catch};
constexpr FieldRule start_at{"StartAt", Text}, states{"States", States};

constexpr FieldRule later(std::string_view name, FieldKind kind, FieldLanguage language = both, std::int64_t maximum = no_limit) {
    return {name, kind, language, 0, maximum, {}, true};
}

// "{% … %}" may stand for it.
constexpr FieldRule or_expression(FieldRule rule) {
    rule.expression = true;
    return rule;
}

constexpr FieldRule evaluated_with(Reserved reserved, FieldRule rule) {
    rule.reserved = reserved;
    return rule;
}

constexpr FieldRule result_output = evaluated_with(Reserved::Result, output), result_assign = evaluated_with(Reserved::Result, assign);

constexpr FieldRule fields_of(std::string_view name, const ObjectRule& (*rule)(), bool is_later) {
    return {.name = name, .kind = Fields, .later = is_later, .object = rule};
}

constexpr FieldRule one_of(std::string_view name, std::string_view values) { return {name, OneOf, both, 0, no_limit, values}; }

// What reads and writes the items of a Distributed Map.
constexpr FieldRule reader_config[] = {one_of("InputType", "CSV, JSON, JSONL, PARQUET, MANIFEST"),
                                       one_of("CSVHeaderLocation", "FIRST_ROW, GIVEN"),
                                       {"CSVHeaders", Texts},
                                       one_of("CSVDelimiter", "COMMA, PIPE, SEMICOLON, SPACE, TAB"),
                                       or_expression({"MaxItems", Integer}),
                                       {"MaxItemsPath", DefinitePath, path_only},
                                       one_of("ManifestType", "S3_INVENTORY, ATHENA_DATA"),
                                       one_of("Transformation", "NONE, LOAD_AND_FLATTEN"),
                                       or_expression({"ItemsPointer", Text})};
constexpr OneOfFields reader_config_groups[] = {{"MaxItems, MaxItemsPath"}};
const ObjectRule& reader_config_rule() {
    static constexpr ObjectRule rule{"ReaderConfig", reader_config, {}, reader_config_groups};
    return rule;
}
constexpr FieldRule item_reader[] = {{"Resource", Text}, parameters, arguments, fields_of("ReaderConfig", reader_config_rule, false)};
const ObjectRule& item_reader_rule() {
    static constexpr ObjectRule rule{"ItemReader", item_reader, "Resource", {}};
    return rule;
}
constexpr FieldRule item_batcher[] = {or_expression({"MaxItemsPerBatch", Integer}),
                                      {"MaxItemsPerBatchPath", DefinitePath, path_only},
                                      or_expression({"MaxInputBytesPerBatch", Integer}),
                                      {"MaxInputBytesPerBatchPath", DefinitePath, path_only},
                                      {"BatchInput", Template}};
constexpr OneOfFields item_batcher_groups[] = {{"MaxItemsPerBatch, MaxItemsPerBatchPath"}, {"MaxInputBytesPerBatch, MaxInputBytesPerBatchPath"}};
const ObjectRule& item_batcher_rule() {
    static constexpr ObjectRule rule{"ItemBatcher", item_batcher, {}, item_batcher_groups};
    return rule;
}
constexpr FieldRule writer_config[] = {one_of("Transformation", "NONE, COMPACT, FLATTEN"), one_of("OutputType", "JSON, JSONL")};
const ObjectRule& writer_config_rule() {
    static constexpr ObjectRule rule{"WriterConfig", writer_config, {}, {}};
    return rule;
}
constexpr FieldRule result_writer[] = {{"Resource", Text}, parameters, arguments, fields_of("WriterConfig", writer_config_rule, false)};
const ObjectRule& result_writer_rule() {
    static constexpr ObjectRule rule{"ResultWriter", result_writer, {}, {}};
    return rule;
}

constexpr FieldRule task[] = {type,
                              comment,
                              query_language,
                              next,
                              end,
                              input_path,
                              output_path,
                              parameters,
                              result_selector,
                              result_path,
                              arguments,
                              result_output,
                              result_assign,
                              retry,
                              catches,
                              {"Resource", Resource},
                              later("Credentials", Credentials),
                              or_expression({"TimeoutSeconds", Integer, both, 1, most_seconds}),
                              {"TimeoutSecondsPath", DefinitePath, path_only},
                              or_expression({"HeartbeatSeconds", Integer, both, 1, most_seconds}),
                              {"HeartbeatSecondsPath", DefinitePath, path_only}};
constexpr FieldRule wait[] = {type,
                              comment,
                              query_language,
                              next,
                              end,
                              input_path,
                              output_path,
                              output,
                              assign,
                              or_expression({"Seconds", Integer, both, 0, most_seconds}),
                              {"SecondsPath", DefinitePath, path_only},
                              or_expression({"Timestamp", Timestamp}),
                              {"TimestampPath", DefinitePath, path_only}};
constexpr FieldRule pass[] = {type,   comment, query_language, next,      end, input_path, output_path, {"Result", StaticResult, path_only},
                              output, assign,  result_path,    parameters};
constexpr FieldRule succeed[] = {type, comment, query_language, input_path, output_path, output};
constexpr FieldRule fail[] = {type,
                              comment,
                              query_language,
                              or_expression({"Error", Text}),
                              or_expression({"Cause", Text}),
                              {"ErrorPath", PathOrIntrinsic, path_only},
                              {"CausePath", PathOrIntrinsic, path_only}};
constexpr FieldRule choice[] = {type, comment, query_language, input_path, output_path, output, assign, {"Choices", Choices}, {"Default", Text}};
constexpr FieldRule parallel[] = {
    type,        comment,   query_language, next,          end,   input_path, output_path,           parameters, result_selector,
    result_path, arguments, result_output,  result_assign, retry, catches,    {"Branches", Branches}};
constexpr FieldRule map[] = {type,
                             comment,
                             query_language,
                             next,
                             end,
                             input_path,
                             output_path,
                             parameters,
                             result_selector,
                             result_path,
                             result_output,
                             result_assign,
                             retry,
                             catches,
                             {"ItemProcessor", Processor},
                             {"Iterator", Processor},
                             {"ItemsPath", DefinitePath, path_only},
                             {"Items", Items, jsonata_only},
                             {"ItemSelector", Template},
                             or_expression({"MaxConcurrency", Integer}),
                             {"MaxConcurrencyPath", DefinitePath, path_only},
                             fields_of("ItemReader", item_reader_rule, true),
                             fields_of("ItemBatcher", item_batcher_rule, true),
                             fields_of("ResultWriter", result_writer_rule, true),
                             later("Label", Label),
                             or_expression({"ToleratedFailureCount", Integer}),
                             {"ToleratedFailureCountPath", DefinitePath, path_only},
                             or_expression({"ToleratedFailurePercentage", Number, both, 0, 100}),
                             {"ToleratedFailurePercentagePath", DefinitePath, path_only}};
constexpr FieldRule machine[] = {
    comment, query_language, start_at, states, {"TimeoutSeconds", Integer, both, 0, most_seconds}, {"Version", OneOf, both, 0, no_limit, "1.0"}};
constexpr FieldRule branch[] = {comment, start_at, states};
constexpr FieldRule processor[] = {comment, start_at, states, {"ProcessorConfig", ProcessorConfig}};
constexpr FieldRule processor_config[] = {one_of("Mode", "INLINE, DISTRIBUTED"), one_of("ExecutionType", "STANDARD, EXPRESS")};
constexpr FieldRule retrier[] = {comment,
                                 {"ErrorEquals", ErrorNames},
                                 {"IntervalSeconds", Integer, both, 0, most_seconds},
                                 {"MaxAttempts", Integer, both, 0, most_seconds},
                                 {"BackoffRate", Number, both, 1},
                                 {"MaxDelaySeconds", Integer, both, 1, 31'622'400},
                                 one_of("JitterStrategy", "NONE, FULL")};
constexpr FieldRule catcher[] = {comment,
                                 {"ErrorEquals", ErrorNames},
                                 next,
                                 result_path,
                                 evaluated_with(Reserved::ErrorOutput, output),
                                 evaluated_with(Reserved::ErrorOutput, assign)};

constexpr OneOfFields next_or_end{"Next, End", true};
constexpr OneOfFields plain_exits[] = {next_or_end};
constexpr OneOfFields task_exits[] = {next_or_end, {"TimeoutSeconds, TimeoutSecondsPath"}, {"HeartbeatSeconds, HeartbeatSecondsPath"}};
constexpr OneOfFields wait_exits[] = {next_or_end, {"SecondsPath, Seconds, TimestampPath, Timestamp", true}};
constexpr OneOfFields fail_texts[] = {{"Error, ErrorPath"}, {"Cause, CausePath"}};
constexpr OneOfFields map_exits[] = {next_or_end,
                                     {"ItemProcessor, Iterator", true},
                                     {"ItemSelector, Parameters"},
                                     {"MaxConcurrency, MaxConcurrencyPath"},
                                     {"ToleratedFailureCount, ToleratedFailureCountPath"},
                                     {"ToleratedFailurePercentage, ToleratedFailurePercentagePath"}};

}  // namespace

const FieldRule* ObjectRule::find(std::string_view field) const {
    for (const FieldRule& rule : fields) {
        if (rule.name == field) return &rule;
    }
    return nullptr;
}

const ObjectRule& state_rule(StateType type_of_state) {
    static constexpr ObjectRule task_rule{"Task", task, "Resource", task_exits}, wait_rule{"Wait", wait, {}, wait_exits},
        pass_rule{"Pass", pass, {}, plain_exits}, succeed_rule{"Succeed", succeed, {}, {}}, fail_rule{"Fail", fail, {}, fail_texts},
        choice_rule{"Choice", choice, "Choices", {}}, parallel_rule{"Parallel", parallel, "Branches", plain_exits},
        map_rule{"Map", map, {}, map_exits};
    switch (type_of_state) {
        case StateType::Task:
            return task_rule;
        case StateType::Wait:
            return wait_rule;
        case StateType::Pass:
            return pass_rule;
        case StateType::Succeed:
            return succeed_rule;
        case StateType::Fail:
            return fail_rule;
        case StateType::Choice:
            return choice_rule;
        case StateType::Parallel:
            return parallel_rule;
        case StateType::Map:
            return map_rule;
    }
    return pass_rule;
}

const ObjectRule& machine_rule() {
    static constexpr ObjectRule rule{"state machine", machine, "States, StartAt", {}};
    return rule;
}
const ObjectRule& branch_rule() {
    static constexpr ObjectRule rule{"branch", branch, "States, StartAt", {}};
    return rule;
}
const ObjectRule& processor_rule() {
    static constexpr ObjectRule rule{"ItemProcessor", processor, "States, StartAt", {}};
    return rule;
}
const ObjectRule& processor_config_rule() {
    static constexpr ObjectRule rule{"ProcessorConfig", processor_config, {}, {}};
    return rule;
}
const ObjectRule& retrier_rule() {
    static constexpr ObjectRule rule{"Retry", retrier, "ErrorEquals", {}};
    return rule;
}
const ObjectRule& catcher_rule() {
    static constexpr ObjectRule rule{"Catch", catcher, "ErrorEquals, Next", {}};
    return rule;
}

}  // namespace pawl::definition
