// Functions over texts, but those that match patterns.
#include <cmath>

#include "statemachine/query/jsonata/evaluator.hpp"
#include "statemachine/query/jsonata/library/text.hpp"
#include "statemachine/query/jsonata/library/url.hpp"
#include "statemachine/vocabulary/base64.hpp"
#include "statemachine/vocabulary/utf8.hpp"

namespace pawl::query::jsonata {
namespace {

// AWS: $pad adding more ends in the memory error (recorded).
constexpr double most_padding = 262'144;

Value string(Evaluator& evaluator, const Call& call) { return evaluator.to_text(call[0], call[1].tag == Tag::Bool && call[1].boolean); }

Value length(Evaluator&, const Call& call) {
    return call[0].is_undefined() ? Value() : Value::of(static_cast<double>(library::length(call[0].string())));
}

Value substring(Evaluator&, const Call& call) {
    if (call[0].is_undefined()) return {};
    const std::optional<double> count = call[2].is_undefined() ? std::nullopt : std::optional(call[2].to_number());
    return Value::of_text(library::substring(call[0].string(), call[1].is_undefined() ? 0 : call[1].to_number(), count));
}

Value substring_before(Evaluator&, const Call& call) {
    return call[0].is_undefined() || call[1].is_undefined() ? call[0] : Value::of_text(library::substring_before(call[0].string(), call[1].string()));
}

Value substring_after(Evaluator&, const Call& call) {
    return call[0].is_undefined() || call[1].is_undefined() ? call[0] : Value::of_text(library::substring_after(call[0].string(), call[1].string()));
}

template <std::string (*Change)(std::string_view)>
Value changed(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    if (!evaluator.charge(call[0].length / 4)) return Value::error();
    return evaluator.text(std::string_view(Change(call[0].string())));
}

template <library::Outcome<std::string> (*Change)(std::string_view)>
Value checked(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    if (!evaluator.charge(call[0].length / 4)) return Value::error();
    return evaluator.text(Change(call[0].string()));
}

Value pad(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined() || call[1].is_undefined()) return call[0];
    const double width = call[1].to_number();
    if (evaluator.dialect() == Dialect::StepFunctions && std::fabs(width) - static_cast<double>(library::length(call[0].string())) > most_padding) {
        return evaluator.fail_memory();
    }
    return evaluator.text(library::pad(call[0].string(), width, call[2].is_undefined() ? " " : call[2].string(), evaluator.largest_text()));
}

Value join(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    const std::string_view separator = call[1].is_undefined() ? std::string_view() : call[1].string();
    const Items items = Items::of(call[0]);
    std::size_t size = 0;
    for (std::uint32_t i = 0; i < items.size(); ++i) size += items[i].length + (i > 0 ? separator.size() : 0);
    if (size > evaluator.largest_text()) return evaluator.fail_memory();
    if (!evaluator.charge(items.size() + size / 16)) return Value::error();
    char* place = static_cast<char*>(evaluator.arena().allocate(size));
    char* end = place;
    for (std::uint32_t i = 0; i < items.size(); ++i) {
        const Value item = items[i];
        if (i > 0 && !separator.empty()) {
            std::memcpy(end, separator.data(), separator.size());
            end += separator.size();
        }
        if (item.length > 0) std::memcpy(end, item.text, item.length);
        end += item.length;
    }
    return Value::of_text({place, size});
}

Value encode_base64(Evaluator& evaluator, const Call& call) {
    return call[0].is_undefined() ? Value() : evaluator.text(std::string_view(base64_encode(call[0].string())));
}

Value decode_base64(Evaluator& evaluator, const Call& call) {
    if (call[0].is_undefined()) return {};
    auto bytes = base64_decode(call[0].string());
    return evaluator.text(std::string_view(lenient_utf8(bytes ? *std::move(bytes) : std::string())));
}

}  // namespace

std::span<const Builtin> text_builtins() {
    static constexpr Builtin list[] = {
        {.name = "string", .run = string, .signature_text = "<x-b?:s>"},
        {.name = "length", .run = length, .signature_text = "<s-:n>"},
        {.name = "substring", .run = substring, .signature_text = "<s-nn?:s>", .arity = 3},
        {.name = "substringBefore", .run = substring_before, .signature_text = "<s-s:s>", .arity = 2},
        {.name = "substringAfter", .run = substring_after, .signature_text = "<s-s:s>", .arity = 2},
        {.name = "lowercase", .run = changed<library::lowercase>, .signature_text = "<s-:s>"},
        {.name = "uppercase", .run = changed<library::uppercase>, .signature_text = "<s-:s>"},
        {.name = "trim", .run = changed<library::trim>, .signature_text = "<s-:s>"},
        {.name = "pad", .run = pad, .signature_text = "<s-ns?:s>", .arity = 3},
        {.name = "join", .run = join, .signature_text = "<a<s>s?:s>", .arity = 2},
        {.name = "base64encode", .run = encode_base64, .signature_text = "<s-:s>"},
        {.name = "base64decode", .run = decode_base64, .signature_text = "<s-:s>"},
        {.name = "encodeUrl", .run = checked<library::encode_url>, .signature_text = "<s-:s>"},
        {.name = "encodeUrlComponent", .run = checked<library::encode_url_component>, .signature_text = "<s-:s>"},
        {.name = "decodeUrl", .run = checked<library::decode_url>, .signature_text = "<s-:s>"},
        {.name = "decodeUrlComponent", .run = checked<library::decode_url_component>, .signature_text = "<s-:s>"},
    };
    return list;
}

}  // namespace pawl::query::jsonata
