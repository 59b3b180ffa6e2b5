#include "workers/dispatch/request_text.hpp"

#include <charconv>

namespace pawl::workers {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";

std::uint64_t mix(std::uint64_t x) {  // splitmix64's finaliser
    x = (x ^ x >> 30U) * 0xbf58476d1ce4e5b9U;
    x = (x ^ x >> 27U) * 0x94d049bb133111ebU;
    return x ^ x >> 31U;
}

std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {  // FNV-1a; never 0, which trace ids may not be
    std::uint64_t hash = 0xcbf29ce484222325U ^ seed;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
    hash = mix(hash);
    return hash == 0 ? 1 : hash;
}

void append_hex(std::string& out, std::uint64_t value) {
    for (int shift = 60; shift >= 0; shift -= 4) out += hex_digits[value >> static_cast<unsigned>(shift) & 15U];
}

/// Anything but printable ASCII as %XX: names may hold any letter, header values may not.
void append_header(std::string& out, std::string_view name_and_colon, std::string_view value) {
    out += name_and_colon;
    for (const char c : value) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0x20 && byte < 0x7f) {
            out += c;
        } else {
            out += '%';
            out += hex_digits[byte >> 4U];
            out += hex_digits[byte & 15U];
        }
    }
    out += "\r\n";
}

void append_header(std::string& out, std::string_view name_and_colon, std::int64_t value) {
    char digits[24];
    const auto written = std::to_chars(digits, digits + sizeof digits, value);
    out += name_and_colon;
    out.append(digits, written.ptr);
    out += "\r\n";
}

}  // namespace

std::string trace_parent(std::string_view execution_arn, std::string_view idempotency_key) {
    std::string out = "00-";
    append_hex(out, hash_of(execution_arn, 0));
    append_hex(out, hash_of(execution_arn, 0x9e3779b97f4a7c15U));
    out += '-';
    append_hex(out, hash_of(idempotency_key, 0));
    out += "-01";
    return out;
}

std::string request_text(const engine::DispatchRequest& request, const Route& route, Instant deadline) {
    std::string out;
    out.reserve(640 + request.execution_arn.size() + route.url.target.size() + request.input.size());
    out += "POST ";
    out += route.target_for(request.target.name);
    out += " HTTP/1.1\r\nHost: ";
    out += route.url.authority();
    out += "\r\nUser-Agent: pawl\r\nAccept: application/json\r\nContent-Type: application/json\r\n";
    append_header(out, "Content-Length: ", static_cast<std::int64_t>(request.input.size()));
    if (!route.url.authorization.empty()) append_header(out, "Authorization: ", route.url.authorization);
    append_header(out, "Idempotency-Key: ", request.idempotency_key);
    append_header(out, "traceparent: ", trace_parent(request.execution_arn, request.idempotency_key));
    append_header(out, "X-Pawl-Function: ", request.target.name);
    append_header(out, "X-Pawl-Execution: ", request.execution_arn);
    append_header(out, "X-Pawl-Attempt: ", static_cast<std::int64_t>(request.attempt));
    if (!deadline.is_never()) append_header(out, "X-Pawl-Deadline-Ms: ", deadline.milliseconds);
    out += "\r\n";
    out += request.input;
    return out;
}

}  // namespace pawl::workers
