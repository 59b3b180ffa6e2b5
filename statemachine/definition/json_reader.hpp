// JSON text → a tree in which every value and every member key knows its line, column and offset. Takes any bytes; a text that is no JSON
// comes back as one fault in Jackson's words, as AWS reports it (recorded: INVALID_JSON_DESCRIPTION).
//
// A tree owns its texts. Members keep the order of the text and all duplicates; find() gives the last one of a name, as Jackson does.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "statemachine/vocabulary/result.hpp"

namespace pawl::definition {

/// 1-based line and column (UTF-16 units, what Jackson and editors count) and the byte offset.
struct Place {
    std::uint32_t line = 1, column = 1;
    std::size_t offset = 0;
};

enum class NodeKind : std::uint8_t { Null, Boolean, Number, String, Array, Object };

struct Member;

struct Node {
    NodeKind kind = NodeKind::Null;
    bool boolean = false;
    Place place;
    std::size_t end = 0;          ///< offset behind the value
    std::string text;             ///< String: its characters; Number: its digits as written
    std::vector<Node> items;      ///< Array
    std::vector<Member> members;  ///< Object

    bool is_null() const { return kind == NodeKind::Null; }
    bool is_string() const { return kind == NodeKind::String; }
    bool is_array() const { return kind == NodeKind::Array; }
    bool is_object() const { return kind == NodeKind::Object; }
    bool is_true() const { return kind == NodeKind::Boolean && boolean; }
    /// The last member of that name; null when there is none or this is no object.
    const Member* find_member(std::string_view key) const;
    const Node* find(std::string_view key) const;
    /// A number written without point and exponent that fits 64 bits.
    std::optional<std::int64_t> integer() const;
    std::optional<double> number() const;
    /// The value as it stands in the text it was read from.
    std::string_view slice(std::string_view source) const { return source.substr(place.offset, end - place.offset); }
};

struct Member {
    std::string key;
    Place place;  ///< of the key
    Node value;
};

struct JsonFault {
    std::string message;   ///< "Unexpected end-of-input: …\n at [Source: (String)"{"; line: 1, column: 2]"
    std::string location;  ///< "[Source: (String)"{"; line: 1, column: 2]"
    Place place;
    bool too_deep = false;
};

/// Nesting deeper than this is a fault.
inline constexpr std::size_t max_json_depth = 512;

/// The value of a text; no value for a text of nothing but white space.
Result<std::optional<Node>, JsonFault> read_json(std::string_view text);

}  // namespace pawl::definition
