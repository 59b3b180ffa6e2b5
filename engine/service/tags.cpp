#include "engine/service/tags.hpp"

#include <algorithm>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>
#include <memory>

#include "engine/runtime/store_faults.hpp"
#include "engine/service/naming.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::engine {

namespace {

/// The machine whose tags an ARN means. A version's ARN names no resource with tags (recorded-behaviour#tags), nor does one of an unknown machine.
Result<MachineRow, ApiError> tagged_machine(StoreReader& reader, const Realm& realm, const std::string& arn) {
    const Result<std::string, ApiError> name = machine_of(realm, arn);
    if (!name) return name.error().refusal == Refusal::MachineDoesNotExist ? ApiError(Refusal::ResourceNotFound, arn) : name.error();
    const auto row = reader.machine_named(*name);
    if (!row) return from_store(row.error());
    if (!*row) return ApiError(Refusal::ResourceNotFound, arn);
    return **row;
}

bool is_version(const std::string& arn) {
    const std::size_t colon = arn.rfind(':');
    const std::string_view last = std::string_view(arn).substr(colon + 1);
    return std::count(arn.begin(), arn.end(), ':') == 7 && std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

TagList read_tags(std::string_view text) {
    TagList tags;
    boost::system::error_code error;
    const json::value value = json::parse({text.data(), text.size()}, error);
    if (const json::object* object = value.if_object()) {
        for (const auto& [key, tag] : *object) tags.emplace_back(key, tag.is_string() ? tag.get_string().c_str() : "");
    }
    return tags;
}

std::string write_tags(const TagList& tags) {
    std::string text = "{";
    for (const auto& [key, value] : tags) {
        if (text.size() > 1) text += ",";
        write_json_string(key, text);
        text += ":";
        write_json_string(value, text);
    }
    return text + "}";
}

Result<TagList, ApiError> merge_tags(TagList base, const TagList& added, std::string_view resource_arn) {
    for (const auto& [key, value] : added) {
        if (key.starts_with("aws:")) return ApiError(Refusal::SystemTag);
        const auto same = std::find_if(base.begin(), base.end(), [&k = key](const auto& tag) { return tag.first == k; });
        if (same != base.end()) {
            same->second = value;
        } else {
            base.emplace_back(key, value);
        }
    }
    if (base.size() > most_tags) return ApiError(Refusal::TooManyTags, resource_arn, std::to_string(base.size()));
    return base;
}

void Tags::change(std::string resource_arn, Change change, Answer<bool> answer) {
    context_.reading.post(
        [this, resource_arn = std::move(resource_arn), change = std::move(change), answer = std::move(answer)](StoreReader& reader) {
            const Result<MachineRow, ApiError> machine = tagged_machine(reader, context_.realm, resource_arn);
            if (!machine) return answer(machine.error());
            Result<TagList, ApiError> tags = change(read_tags(machine->tags));
            if (!tags) return answer(tags.error());
            SetTags request{machine->name, machine->tags, write_tags(*tags), {}};
            if (request.tags == request.based_on) return answer(true);
            request.answer = [this, resource_arn, change, answer](Result<MachineChanged, ApiError> changed) {
                if (changed) return answer(true);
                if (changed.error().refusal != Refusal::TagsChanged) return answer(changed.error());
                this->change(resource_arn, change, answer);  // somebody else was quicker: on top of theirs
            };
            context_.engine.post(std::move(request));
        });
}

void Tags::tag(std::string resource_arn, TagList tags, Answer<bool> answer) {
    Change add = [tags = std::move(tags), resource_arn](TagList base) { return merge_tags(std::move(base), tags, resource_arn); };
    change(std::move(resource_arn), std::move(add), std::move(answer));
}

void Tags::untag(std::string resource_arn, std::vector<std::string> keys, Answer<bool> answer) {
    Change take = [keys = std::move(keys)](TagList base) -> Result<TagList, ApiError> {
        std::erase_if(base, [&keys](const auto& tag) { return std::find(keys.begin(), keys.end(), tag.first) != keys.end(); });
        return base;
    };
    change(std::move(resource_arn), std::move(take), std::move(answer));
}

void Tags::list(std::string resource_arn, Answer<TagList> answer) {
    context_.reading.post([this, resource_arn = std::move(resource_arn), answer = std::move(answer)](StoreReader& reader) {
        const Result<MachineRow, ApiError> machine = tagged_machine(reader, context_.realm, resource_arn);
        if (machine) return answer(read_tags(machine->tags));
        if (machine.error().refusal == Refusal::ResourceNotFound && is_version(resource_arn)) return answer(TagList{});
        answer(machine.error());
    });
}

}  // namespace pawl::engine
