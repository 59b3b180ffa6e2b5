#include "statemachine/definition/resource.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>
#include <utility>

#include "statemachine/vocabulary/arn.hpp"

namespace pawl::definition {
namespace {

// The optimised integrations of the developer guide: service, then its actions; s = also .sync, 2 = also .sync:2, t = also .waitForTaskToken.
struct Service {
    std::string_view name;
    std::string_view actions;
};
constexpr std::array<Service, 23> services{{
    {"lambda", "invoke/t"},
    {"apigateway", "invoke/t"},
    {"athena", "startQueryExecution/s stopQueryExecution getQueryExecution getQueryResults"},
    {"batch", "submitJob/s"},
    {"bedrock", "invokeModel createModelCustomizationJob/s"},
    {"bedrock-agentcore", "invokeAgentRuntime"},
    {"codebuild", "startBuild/s stopBuild batchDeleteBuilds batchGetReports startBuildBatch/s stopBuildBatch retryBuildBatch/s deleteBuildBatch"},
    {"databrew", "startJobRun/s"},
    {"dynamodb", "getItem putItem deleteItem updateItem"},
    {"ecs", "runTask/st"},
    {"eks", "call/s runJob/s createCluster/s deleteCluster/s createNodegroup/s deleteNodegroup/s createFargateProfile/s deleteFargateProfile/s"},
    {"elasticmapreduce",
     "createCluster/s setClusterTerminationProtection terminateCluster/s addStep/s cancelStep modifyInstanceFleetByName modifyInstanceGroupByName"},
    {"emr-containers", "createVirtualCluster deleteVirtualCluster/s startJobRun/s"},
    {"emr-serverless", "createApplication/s startApplication/s stopApplication/s deleteApplication/s startJobRun/s cancelJobRun/s"},
    {"events", "putEvents/t"},
    {"fargate", "runTask/st"},
    {"glue", "startJobRun/s"},
    {"http", "invoke"},
    {"mediaconvert", "createJob/s"},
    {"sagemaker",
     "createEndpoint createEndpointConfig createHyperParameterTuningJob/s createLabelingJob/s createModel createProcessingJob/s "
     "createTrainingJob/s createTransformJob/s updateEndpoint"},
    {"sns", "publish/t"},
    {"sqs", "sendMessage/t"},
    {"states", "startExecution/s2t"},
}};

// The letters behind an action ("s2t"), or nothing when the service has no such action.
std::optional<std::string_view> patterns_of(std::string_view service, std::string_view action) {
    for (const Service& known : services) {
        if (known.name != service) continue;
        std::string_view rest = known.actions;
        while (!rest.empty()) {
            const std::string_view word = rest.substr(0, rest.find(' '));
            rest.remove_prefix(std::min(rest.size(), word.size() + 1));
            const auto slash = word.find('/');
            if (word.substr(0, slash) == action) return slash == std::string_view::npos ? std::string_view() : word.substr(slash + 1);
        }
    }
    return std::nullopt;
}

bool cut_suffix(std::string_view& text, std::string_view suffix) {
    if (text.size() < suffix.size() || text.substr(text.size() - suffix.size()) != suffix) return false;
    text.remove_suffix(suffix.size());
    return true;
}

// A function's name or qualifier.
bool is_word(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == '$' || c == '.';
    });
}

bool is_function_name(std::string_view text) {
    return !text.empty() && text.size() <= 256 && std::all_of(text.begin(), text.end(), [](char c) {
        return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' || c == ':' || c == '$' || c == '.';
    });
}

void call(Resource& resource, Integration integration) {
    resource.kind = ResourceKind::Callable;
    resource.integration = std::move(integration);
}

Resource classify_states(std::string_view resource) {
    Resource out;
    out.kind = ResourceKind::Unknown;
    if (resource.rfind("activity:", 0) == 0) {
        out.kind = ResourceKind::Activity;
        return out;
    }
    char suffix = ' ';
    if (cut_suffix(resource, ".waitForTaskToken")) {
        suffix = 't';
        out.pattern = IntegrationPattern::WaitForTaskToken;
    } else if (cut_suffix(resource, ".sync:2")) {
        suffix = '2';
        out.pattern = IntegrationPattern::Sync;
    } else if (cut_suffix(resource, ".sync")) {
        suffix = 's';
        out.pattern = IntegrationPattern::Sync;
    }
    const auto colon = resource.rfind(':');
    if (colon == std::string_view::npos) return out;
    const std::string_view service = resource.substr(0, colon), action = resource.substr(colon + 1);
    if (service.rfind("aws-sdk:", 0) == 0) {
        if (!action.empty() && suffix != 's' && suffix != '2') out.kind = ResourceKind::Service;
        return out;
    }
    const auto patterns = patterns_of(service, action);
    if (!patterns || (suffix != ' ' && patterns->find(suffix) == std::string_view::npos)) return out;
    out.kind = ResourceKind::Service;
    if (service == "lambda" && suffix == ' ') call(out, LambdaInvoke{});
    return out;
}

}  // namespace

Resource classify_resource(std::string_view text) {
    Resource out;
    if (text.rfind("arn:", 0) != 0) {
        if (!is_function_name(text)) return out;
        call(out, LambdaFunction{std::string(text), function_name_of(text)});
        return out;
    }
    const auto arn = Arn::parse(text);
    if (!arn) return out;
    if (arn->service == "states") return classify_states(arn->resource);
    out.kind = ResourceKind::Unknown;
    if (arn->service == "lambda" && arn->resource.starts_with("function:")) {
        std::string_view function = arn->resource;
        function.remove_prefix(9);
        const auto colon = function.find(':');
        const bool good = is_word(function.substr(0, colon)) && (colon == std::string_view::npos || is_word(function.substr(colon + 1)));
        out.kind = ResourceKind::Malformed;
        if (good) call(out, LambdaFunction{std::string(text), function_name_of(text)});
    }
    return out;
}

}  // namespace pawl::definition
