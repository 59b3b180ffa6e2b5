#include "tests/fuzz/mutator.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>

namespace pawl::fuzz {

namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0; }

/// Words, runs of white space, single characters.
std::vector<std::string> tokens_of(std::string_view text) {
    std::vector<std::string> tokens;
    while (!text.empty()) {
        std::size_t size = 1;
        if (is_word(text[0])) {
            while (size < text.size() && is_word(text[size])) ++size;
        } else if (text[0] == ' ') {
            while (size < text.size() && text[size] == ' ') ++size;
        }
        tokens.emplace_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return tokens;
}

std::string joined(const std::vector<std::string>& tokens) {
    std::string text;
    for (const auto& token : tokens) text += token;
    return text;
}

// Numbers, texts and bytes that code tends to be wrong about.
constexpr std::array odd = std::to_array<std::string_view>({"0",
                                                            "-0",
                                                            "-1",
                                                            "1",
                                                            "2147483647",
                                                            "2147483648",
                                                            "-2147483649",
                                                            "9007199254740993",
                                                            "9223372036854775807",
                                                            "9223372036854775808",
                                                            "-9223372036854775808",
                                                            "18446744073709551616",
                                                            "1e308",
                                                            "1e309",
                                                            "1e-320",
                                                            "0.1",
                                                            "null",
                                                            "true",
                                                            "false",
                                                            "''",
                                                            "\"\"",
                                                            "\"\\ud83d\\ude00\"",
                                                            "\\",
                                                            "\"",
                                                            "'",
                                                            "\xff",
                                                            "\xed\xa0\x80",
                                                            "\xc3",
                                                            "😀",
                                                            "\n",
                                                            "\t",
                                                            "{}",
                                                            "[]",
                                                            "[[]]",
                                                            "(",
                                                            ")",
                                                            "[",
                                                            "]",
                                                            "{",
                                                            "}",
                                                            ",",
                                                            ":",
                                                            ".",
                                                            "..",
                                                            "*",
                                                            "-",
                                                            "%",
                                                            "$",
                                                            "@",
                                                            "?",
                                                            "/",
                                                            "#",
                                                            ";"});

}  // namespace

Mutator::Mutator(const Target& target, std::uint64_t seed) : pieces_(target.pieces), bits_(seed) {
    for (const auto& text : target.seeds) seeds_.push_back(tokens_of(text));
    for (const auto piece : odd) pieces_.emplace_back(piece);
}

std::string Mutator::next(std::size_t most_bytes) { return change(joined(seeds_[below(seeds_.size())]), most_bytes); }

std::string Mutator::change(std::string text, std::size_t most_bytes) {
    auto tokens = tokens_of(text);
    for (std::size_t times = 1 + below(4); times > 0; --times) change_once(tokens);
    text = joined(tokens);
    if (text.size() > most_bytes) text.resize(most_bytes);
    return text;
}

void Mutator::change_once(std::vector<std::string>& tokens) {
    const auto place = [&](std::size_t index) { return tokens.begin() + static_cast<std::ptrdiff_t>(index); };
    const std::size_t at = below(tokens.size()), length = std::min(1 + below(8), tokens.size() - at);
    const auto& other = seeds_[below(seeds_.size())];
    switch (below(10)) {
        case 0:
            tokens.erase(place(at), place(at + length));
            return;
        case 1: {
            const std::vector<std::string> part(place(at), place(at + length));
            tokens.insert(place(at), part.begin(), part.end());
            return;
        }
        case 2:
            if (!tokens.empty()) std::swap(tokens[at], tokens[below(tokens.size())]);
            return;
        case 3:
            tokens.insert(place(at), pieces_[below(pieces_.size())]);
            return;
        case 4:
            if (!tokens.empty()) tokens[at] = pieces_[below(pieces_.size())];
            return;
        case 5: {  // a part of another text
            const std::size_t from = below(other.size());
            const std::size_t count = std::min(1 + below(24), other.size() - from);
            tokens.insert(place(at), other.begin() + static_cast<std::ptrdiff_t>(from), other.begin() + static_cast<std::ptrdiff_t>(from + count));
            return;
        }
        case 6: {  // the end of another text
            tokens.erase(place(at), tokens.end());
            const std::size_t from = below(other.size());
            tokens.insert(tokens.end(), other.begin() + static_cast<std::ptrdiff_t>(from), other.end());
            return;
        }
        case 7: {  // a part many times over: deep nesting, long lists
            if (tokens.empty()) return;
            std::string many;
            const std::string part = joined({place(at), place(at + length)});
            for (std::size_t times = std::size_t{1} << below(10); times > 0 && many.size() < 4000; --times) many += part;
            tokens.insert(place(at), many);
            return;
        }
        case 8: {  // one byte
            if (tokens.empty() || tokens[at].empty()) return;
            tokens[at][below(tokens[at].size())] = static_cast<char>(static_cast<unsigned char>(bits_.next()));
            return;
        }
        default: {  // around a part
            static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> around = {
                {{"(", ")"}, {"[", "]"}, {"{", "}"}, {"'", "'"}, {"\"", "\""}}};
            const auto& [open, close] = around[below(around.size())];
            tokens.insert(place(at + length), std::string(close));
            tokens.insert(place(at), std::string(open));
        }
    }
}

}  // namespace pawl::fuzz
