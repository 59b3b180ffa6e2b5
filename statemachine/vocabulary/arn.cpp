#include "statemachine/vocabulary/arn.hpp"

namespace pawl {

std::optional<Arn> Arn::parse(std::string_view text) {
    if (!text.starts_with("arn:")) return std::nullopt;
    Arn arn;
    text.remove_prefix(4);
    for (std::string* part : {&arn.partition, &arn.service, &arn.region, &arn.account}) {
        const auto colon = text.find(':');
        if (colon == std::string_view::npos) return std::nullopt;
        part->assign(text.substr(0, colon));
        text.remove_prefix(colon + 1);
    }
    arn.resource.assign(text);
    return arn;
}

namespace {
std::string states_arn(const Realm& realm, std::string_view resource) {
    std::string out = "arn:aws:states:";
    out.append(realm.region).append(1, ':').append(realm.account).append(1, ':').append(resource);
    return out;
}
}  // namespace

std::string state_machine_arn(const Realm& realm, std::string_view machine) { return states_arn(realm, "stateMachine:").append(machine); }

std::string execution_arn(const Realm& realm, std::string_view machine, std::string_view execution) {
    return states_arn(realm, "execution:").append(machine).append(1, ':').append(execution);
}

std::string function_name_of(std::string_view resource) {
    // "…:function:NAME[:QUALIFIER]" (ARN or partial ARN), else "NAME[:QUALIFIER]".
    constexpr std::string_view marker = "function:";
    if (const auto at = resource.find(marker); at != std::string_view::npos && (at == 0 || resource[at - 1] == ':')) {
        resource.remove_prefix(at + marker.size());
    }
    return std::string(resource.substr(0, resource.find(':')));
}

}  // namespace pawl
