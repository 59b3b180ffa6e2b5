#include "statemachine/query/java_text.hpp"

#include <utility>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

namespace pawl::query {

namespace {

/// Reads the text's UTF-16 code units one after the other. The text is UTF-8 as JSON parsing left it; broken bytes count as themselves.
class Utf16Reader {
  public:
    explicit Utf16Reader(std::string_view text) : text_(text) {}

    bool at_end() const { return low_ == 0 && at_ == text_.size(); }

    std::uint32_t next() {
        if (low_ != 0) return std::exchange(low_, 0);
        const auto lead = static_cast<unsigned char>(text_[at_++]);
        if (lead < 0xC0) return lead;
        std::uint32_t code = lead >= 0xF0 ? lead & 0x07u : lead >= 0xE0 ? lead & 0x0Fu : lead & 0x1Fu;
        const int following = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
        for (int i = 0; i < following && at_ < text_.size(); ++i) code = code << 6 | (static_cast<unsigned char>(text_[at_++]) & 0x3Fu);
        if (code < 0x10000) return code;
        code -= 0x10000;
        low_ = 0xDC00 + (code & 0x3FF);
        return 0xD800 + (code >> 10);
    }

  private:
    std::string_view text_;
    std::size_t at_ = 0;
    std::uint32_t low_ = 0;  ///< second half of a surrogate pair
};

}  // namespace

void append_java_text(const json::value& value, std::string& out) {
    if (const json::object* object = value.if_object()) {
        out += '{';
        for (const auto& member : *object) {
            if (&member != &*object->begin()) out += ", ";
            out.append(member.key().data(), member.key().size());
            out += '=';
            append_java_text(member.value(), out);
        }
        out += '}';
    } else if (const json::array* array = value.if_array()) {
        out += '[';
        bool first = true;
        for (const json::value& item : *array) {
            if (!first) out += ", ";
            first = false;
            append_java_text(item, out);
        }
        out += ']';
    } else if (is_string(value)) {
        out.append(value.get_string().data(), value.get_string().size());
    } else {
        write_json(value, out);
    }
}

std::string java_text(const json::value& value) {
    std::string out;
    append_java_text(value, out);
    return out;
}

std::uint32_t java_hash(std::string_view text) {
    std::uint32_t hash = 0;
    for (Utf16Reader units(text); !units.at_end();) hash = hash * 31 + units.next();
    return hash;
}

int java_compare(std::string_view a, std::string_view b) {
    Utf16Reader left(a), right(b);
    while (!left.at_end() && !right.at_end()) {
        const std::uint32_t l = left.next(), r = right.next();
        if (l != r) return l < r ? -1 : 1;
    }
    return static_cast<int>(right.at_end()) - static_cast<int>(left.at_end());
}

}  // namespace pawl::query
