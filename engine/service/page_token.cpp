#include "engine/service/page_token.hpp"

#include <array>
#include <optional>

#include "engine/service/refusals.hpp"

namespace pawl::engine {

namespace {

// The URL-safe one (RFC 4648 §5): a token can be put into a query as it is, where + would be a blank.
constexpr char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::int64_t lifetime_ms = 24LL * 3600 * 1000;
constexpr char version = 1;

std::string to_base64(std::string_view bytes) {
    std::string out;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        for (std::size_t k = 0; k < 3; ++k) group = (group << 8) | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k) out.push_back(i + k <= bytes.size() ? alphabet[(group >> (18 - 6 * k)) & 63] : '=');
    }
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::uint32_t group = 0;
        std::size_t padding = 0;
        for (std::size_t k = 0; k < 4; ++k) {
            const char c = text[i + k];
            const std::size_t digit = std::string_view(alphabet).find(c);
            if (c == '=' && i + 4 == text.size() && k >= 2) {
                ++padding;
            } else if (digit == std::string_view::npos || padding > 0) {
                return std::nullopt;
            }
            group = (group << 6) | (c == '=' ? 0u : static_cast<std::uint32_t>(digit));
        }
        for (std::size_t k = 0; k + padding < 3; ++k) out.push_back(static_cast<char>((group >> (16 - 8 * k)) & 255));
    }
    return out;
}

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
    return to_base64(sealed + bytes);
}

Result<PageToken, ApiError> read_token(std::string_view text, std::string_view listing, Instant now) {
    const std::optional<std::string> sealed = from_base64(text);
    if (!sealed || sealed->size() < 18 || sealed->front() != version) return refusals::invalid_token();
    std::string_view bytes = std::string_view(*sealed).substr(9);
    if (get(std::string_view(*sealed).substr(1)) != fingerprint(bytes, listing)) return refusals::invalid_token();
    const auto made = static_cast<std::int64_t>(get(bytes));
    if (made < now.milliseconds - lifetime_ms) return refusals::invalid_token();
    PageToken token;
    auto count = static_cast<std::size_t>(bytes[8]);
    bytes.remove_prefix(9);
    for (; count > 0; --count) {
        if (bytes.size() < 8) return refusals::invalid_token();
        token.numbers.push_back(static_cast<std::int64_t>(get(bytes)));
        bytes.remove_prefix(8);
    }
    token.text = bytes;
    return token;
}

}  // namespace pawl::engine
