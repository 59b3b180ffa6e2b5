#include "engine/service/page_token.hpp"

#include <optional>

#include "statemachine/vocabulary/base64.hpp"

namespace pawl::engine {

namespace {

constexpr std::int64_t lifetime_ms = 24LL * 3600 * 1000;
constexpr char version = 1;

std::uint64_t fingerprint(std::string_view a, std::string_view b) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    const auto mix = [&hash](std::string_view text) {
        for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    };
    mix(a);
    hash = (hash ^ 0x100) * 0x100000001b3u;
    mix(b);
    return hash ^ (hash >> 29);
}

void put(std::string& out, std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) out.push_back(static_cast<char>((number >> shift) & 255));
}

std::uint64_t get(std::string_view bytes) {
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < 8; ++i) number |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return number;
}

}  // namespace

std::string write_token(const PageToken& token, std::string_view listing, Instant now) {
    std::string bytes;
    put(bytes, static_cast<std::uint64_t>(now.milliseconds));
    bytes.push_back(static_cast<char>(token.numbers.size()));
    for (const std::int64_t number : token.numbers) put(bytes, static_cast<std::uint64_t>(number));
    bytes += token.text;
    std::string sealed(1, version);
    put(sealed, fingerprint(bytes, listing));
    return base64_encode(sealed + bytes, Base64::UrlSafe);  // it can be put into a query as it is, where + would be a blank
}

Result<PageToken, ApiError> read_token(std::string_view text, std::string_view listing, Instant now) {
    if (text.size() % 4 != 0) return ApiError(Refusal::InvalidToken);  // cut short: the padding alone would be forgiven
    const std::optional<std::string> sealed = base64_decode(text, Base64::UrlSafe);
    if (!sealed || sealed->size() < 18 || sealed->front() != version) return ApiError(Refusal::InvalidToken);
    std::string_view bytes = std::string_view(*sealed).substr(9);
    if (get(std::string_view(*sealed).substr(1)) != fingerprint(bytes, listing)) return ApiError(Refusal::InvalidToken);
    const auto made = static_cast<std::int64_t>(get(bytes));
    if (made < now.milliseconds - lifetime_ms) return ApiError(Refusal::InvalidToken);
    PageToken token;
    auto count = static_cast<std::size_t>(bytes[8]);
    bytes.remove_prefix(9);
    for (; count > 0; --count) {
        if (bytes.size() < 8) return ApiError(Refusal::InvalidToken);
        token.numbers.push_back(static_cast<std::int64_t>(get(bytes)));
        bytes.remove_prefix(8);
    }
    token.text = bytes;
    return token;
}

}  // namespace pawl::engine
