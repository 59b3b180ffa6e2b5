#include "statemachine/definition/outline.hpp"

#include <array>
#include <utility>

namespace pawl::definition {

std::optional<StateType> state_type_from(std::string_view text) {
    static constexpr std::array<std::pair<std::string_view, StateType>, 8> types{{{"Task", StateType::Task},
                                                                                  {"Wait", StateType::Wait},
                                                                                  {"Pass", StateType::Pass},
                                                                                  {"Succeed", StateType::Succeed},
                                                                                  {"Fail", StateType::Fail},
                                                                                  {"Choice", StateType::Choice},
                                                                                  {"Parallel", StateType::Parallel},
                                                                                  {"Map", StateType::Map}}};
    for (const auto& [name, type] : types) {
        if (name == text) return type;
    }
    return std::nullopt;
}

Language language_of(const Node& owner, Language inherited) {
    const Node* field = owner.find("QueryLanguage");
    if (field == nullptr) return inherited;
    return field->is_string() && field->text == "JSONPath" ? Language::JsonPath : Language::Jsonata;
}

std::string bounded_location(std::string location) {
    constexpr std::size_t longest = 4096, kept = 2048;
    if (location.size() <= longest) return location;
    std::size_t cut = location.size() - kept;
    while (cut < location.size() && (static_cast<unsigned char>(location[cut]) & 0xc0) == 0x80) ++cut;
    return "…" + location.substr(cut);
}

std::string OutlineState::location() const { return *flow_location + "/States/" + *name; }

namespace {

void outline_flow(const Node& node, std::string location, std::optional<std::size_t> holder, Outline& out);

bool is_distributed(const Node& processor) {
    const Node* config = processor.find("ProcessorConfig");
    const Node* mode = config == nullptr ? nullptr : config->find("Mode");
    return mode != nullptr && mode->text == "DISTRIBUTED";
}

void outline_state(const Member& member, std::size_t flow, Outline& out) {
    OutlineState state;
    state.name = &member.key;
    state.node = &member.value;
    state.name_place = member.place;
    state.flow = flow;
    state.flow_location = &out.flows[flow].location;
    const Node* type = member.value.find("Type");
    if (type != nullptr && type->is_string()) state.type = state_type_from(type->text);
    state.language = language_of(member.value, out.language);
    state.downgraded = out.language == Language::Jsonata && state.language == Language::JsonPath;
    const std::size_t index = out.states.size();
    out.flows[flow].states.push_back(index);
    const std::string location = state.location();
    out.states.push_back(std::move(state));

    const auto nest = [&](const Node& child, const std::string& where) {
        out.states[index].flows.push_back(out.flows.size());
        outline_flow(child, where, index, out);
    };
    if (out.states[index].type == StateType::Parallel) {
        const Node* branches = member.value.find("Branches");
        if (branches == nullptr) return;
        for (std::size_t i = 0; i < branches->items.size(); ++i) nest(branches->items[i], location + "/Branches[" + std::to_string(i) + "]");
    } else if (out.states[index].type == StateType::Map) {
        for (const char* field : {"ItemProcessor", "Iterator"}) {
            if (const Node* processor = member.value.find(field)) nest(*processor, location + "/" + field);
        }
    }
}

void outline_flow(const Node& node, std::string location, std::optional<std::size_t> holder, Outline& out) {
    const std::size_t flow = out.flows.size();
    out.flows.push_back({&node, bounded_location(std::move(location)), {}, holder, is_distributed(node)});
    const Node* states = node.find("States");
    if (states == nullptr) return;
    for (const Member& member : states->members) outline_state(member, flow, out);
}

}  // namespace

Outline Outline::of(const Node& root) {
    Outline out;
    out.language = language_of(root, Language::JsonPath);
    outline_flow(root, "", std::nullopt, out);
    return out;
}

}  // namespace pawl::definition
