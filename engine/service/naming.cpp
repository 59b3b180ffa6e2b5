#include "engine/service/naming.hpp"

#include <cstdint>
#include <optional>

namespace pawl::engine {

namespace {

constexpr std::string_view forbidden = "<>{}[]?*\"#%\\^|~`$&,;:/";

bool is_ours(const Arn& arn, const Realm& realm) { return arn.region == realm.region && arn.account == realm.account; }

/// The ARN of a Step Functions resource, or nothing.
std::optional<Arn> parse_states_arn(std::string_view text) {
    std::optional<Arn> arn = Arn::parse(text);
    if (!arn || !arn->partition.starts_with("aws") || arn->service != "states") return std::nullopt;
    return arn;
}

}  // namespace

bool is_valid_name(std::string_view name) {
    if (name.empty()) return false;
    std::size_t characters = 0;
    for (std::size_t i = 0; i < name.size();) {
        const auto lead = static_cast<unsigned char>(name[i]);
        const std::size_t size = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
        if (i + size > name.size()) return false;
        std::uint32_t point = size == 1 ? lead : lead & (0xffu >> (size + 1));
        for (std::size_t k = 1; k < size; ++k) point = (point << 6) | (static_cast<unsigned char>(name[i + k]) & 0x3fu);
        i += size;
        characters += size == 4 ? 2 : 1;
        if (point <= 0x20 || (point >= 0x7f && point <= 0xa0)) return false;
        if (point < 0x80 && forbidden.find(static_cast<char>(point)) != std::string_view::npos) return false;
        if ((point >= 0xfffe && point <= 0xffff) || (point >= 0xd800 && point <= 0xdfff) || point == 0x10ffff) return false;
        if (point == 0x1680 || (point >= 0x2000 && point <= 0x200a) || point == 0x2028 || point == 0x2029 || point == 0x202f || point == 0x205f ||
            point == 0x3000) {
            return false;  // white space
        }
    }
    return characters <= 80;
}

Result<std::string, ApiError> machine_of(const Realm& realm, std::string_view text) {
    const std::optional<Arn> arn = parse_states_arn(text);
    if (!arn) return ApiError(Refusal::InvalidArnPrefix, text);
    const std::size_t colon = arn->resource.find(':');
    const std::string_view type = std::string_view(arn->resource).substr(0, colon);
    if (type != "stateMachine" || colon == std::string::npos) return ApiError(Refusal::InvalidArnType, type);
    std::string name = arn->resource.substr(colon + 1);
    if (name.find('/') != std::string::npos) return ApiError(Refusal::LabeledArn, "State Machine");
    if (!is_ours(*arn, realm) || name.find(':') != std::string::npos) return ApiError(Refusal::MachineDoesNotExist, text);
    return {boost::system::in_place_value, std::move(name)};
}

Result<ExecutionName, ApiError> execution_of(const Realm& realm, std::string_view text) {
    const std::optional<Arn> arn = parse_states_arn(text);
    if (!arn) return ApiError(Refusal::InvalidArnPrefix, text);
    const std::size_t colon = arn->resource.find(':');
    const std::string_view type = std::string_view(arn->resource).substr(0, colon);
    const std::size_t second = colon == std::string::npos ? colon : arn->resource.find(':', colon + 1);
    if (type != "execution") return ApiError(Refusal::InvalidArnType, type);
    if (second == std::string::npos || !is_ours(*arn, realm)) return ApiError(Refusal::ExecutionDoesNotExist, text);
    ExecutionName name{arn->resource.substr(colon + 1, second - colon - 1), arn->resource.substr(second + 1)};
    if (name.execution.find(':') != std::string::npos) return ApiError(Refusal::ExecutionDoesNotExist, text);
    return name;
}

}  // namespace pawl::engine
