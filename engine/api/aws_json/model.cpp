#include "engine/api/aws_json/model.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <vector>

#include "statemachine/vocabulary/payload.hpp"

namespace pawl::engine::aws_json {

namespace {

namespace json = boost::json;

bool is_letter_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

/// The three patterns the model's inputs use.
bool matches(std::string_view pattern, std::string_view text) {
    if (pattern == "\\p{ASCII}*") return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (pattern == "[!-~]+") return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '!' && c <= '~'; });
    // ^(?=.*[a-zA-Z_\-\.])[a-zA-Z0-9_\-\.]+$
    const auto fits = [](char c) { return is_letter_digit(c) || c == '_' || c == '-' || c == '.'; };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return !text.empty() && std::all_of(text.begin(), text.end(), fits) && !std::all_of(text.begin(), text.end(), is_digit);
}

/// As Java counts a String: UTF-16 code units.
std::int64_t length_of(std::string_view text) {
    std::int64_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte & 0xc0) != 0x80) units += byte >= 0xf0 ? 2 : 1;
    }
    return units;
}

bool is_listed(std::string_view values, std::string_view value) {
    std::size_t at = 1;
    while (at < values.size()) {
        const std::size_t end = values.find_first_of(",]", at);
        if (values.substr(at, end - at) == value) return true;
        at = end + 2;
    }
    return false;
}

/// A value as Java's toString prints it: "[Tag(key=a, value=b)]".
void print(const Shape& shape, const json::value& value, std::string& out) {
    if (const json::string* text = value.if_string()) {
        out.append(text->data(), text->size());
    } else if (const json::array* list = value.if_array()) {
        out.push_back('[');
        for (std::size_t i = 0; i < list->size(); ++i) {
            if (i > 0) out.append(", ");
            print(all_shapes()[shape.element], (*list)[i], out);
        }
        out.push_back(']');
    } else if (const json::object* object = value.if_object()) {
        out.append(shape.name).push_back('(');
        bool first = true;
        for (const Member& member : all_members().subspan(shape.first_member, shape.members)) {
            const json::value* inner = object->if_contains(member.name);
            if (inner == nullptr || inner->is_null()) continue;
            if (!std::exchange(first, false)) out.append(", ");
            out.append(member.name).push_back('=');
            print(all_shapes()[member.shape], *inner, out);
        }
        out.push_back(')');
    } else {
        write_json(value, out);
    }
}

class Checker {
  public:
    explicit Checker(std::size_t longest_data) : longest_data_(static_cast<std::int64_t>(longest_data)) {}

    std::vector<std::string> violations;
    std::optional<std::string> wrong_type;

    void structure(const Shape& shape, const json::object& object, const std::string& path) {
        for (const Member& member : all_members().subspan(shape.first_member, shape.members)) {
            const json::value* value = object.if_contains(member.name);
            const Shape& inner = all_shapes()[member.shape];
            if (value == nullptr || value->is_null()) {
                if (!member.required) continue;
                violate(inner, nullptr, place(path, member.name), "Member must not be null");
            } else {
                any(inner, *value, path.empty() ? std::string() : path, member.name);
            }
            if (wrong_type) return;
        }
    }

  private:
    static std::string place(const std::string& path, std::string_view name) {
        return path.empty() ? std::string(name) : path + "." + std::string(name);
    }

    void violate(const Shape& shape, const json::value* value, const std::string& path, const std::string& constraint) {
        std::string text = "Value ";
        if (!shape.sensitive) {
            if (value == nullptr) {
                text += "null ";
            } else {
                text += "'";
                print(shape, *value, text);
                text += "' ";
            }
        }
        violations.push_back(text + "at '" + path + "' failed to satisfy constraint: " + constraint);
    }

    std::int64_t maximum(const Shape& shape) const { return shape.name == "SensitiveData" ? longest_data_ : shape.max; }

    void range(const Shape& shape, const json::value& value, const std::string& path, std::int64_t size, const char* what) {
        if (const std::int64_t most = maximum(shape); size > most) {
            violate(shape, &value, path, std::string("Member must have ") + what + " less than or equal to " + std::to_string(most));
        } else if (shape.min != no_minimum && size < shape.min) {
            violate(shape, &value, path, std::string("Member must have ") + what + " greater than or equal to " + std::to_string(shape.min));
        }
    }

    void any(const Shape& shape, const json::value& value, const std::string& parent, std::string_view name) {
        switch (shape.kind) {
            case Kind::String:
                return string(shape, value, parent, name);
            case Kind::Integer: {
                if (!value.is_int64() && !value.is_uint64()) return expect(shape, value, "an Integer", place(parent, name));
                const std::int64_t number = value.is_int64() ? value.get_int64() : no_maximum;
                return range(shape, value, place(parent, name), number, "value");
            }
            case Kind::Float:
            case Kind::Timestamp:
                if (!value.is_number()) return expect(shape, value, "a Float", place(parent, name));
                return range(shape, value, place(parent, name), static_cast<std::int64_t>(value.to_number<double>()), "value");
            case Kind::Boolean:
                if (!value.is_bool()) expect(shape, value, "a Boolean", place(parent, name));
                return;
            case Kind::List: {
                const json::array* list = value.if_array();
                if (list == nullptr) return expect(shape, value, "a List", place(parent, name));
                const std::string path = place(parent, name);
                range(shape, value, path, static_cast<std::int64_t>(list->size()), "length");
                for (std::size_t i = 0; i < list->size() && !wrong_type; ++i) {
                    const std::string index = path + "." + std::to_string(i + 1);
                    const Shape& element = all_shapes()[shape.element];
                    if ((*list)[i].is_null()) {
                        violate(element, nullptr, index + ".member", "Member must not be null");
                    } else {
                        any(element, (*list)[i], index, "member");
                    }
                }
                return;
            }
            case Kind::Map:
            case Kind::Structure: {
                const json::object* object = value.if_object();
                if (object == nullptr) return expect(shape, value, "a Structure", place(parent, name));
                if (shape.kind == Kind::Structure) structure(shape, *object, place(parent, name));
                return;
            }
        }
    }

    void string(const Shape& shape, const json::value& value, const std::string& parent, std::string_view name) {
        if (!value.is_string()) return expect(shape, value, "a String", place(parent, name));
        const std::string_view text(value.get_string().data(), value.get_string().size());
        if (!shape.values.empty()) {
            if (!is_listed(shape.values, text))
                violate(shape, &value, place(parent, name), "Member must satisfy enum value set: " + std::string(shape.values));
            return;
        }
        if (shape.max != no_maximum || shape.min > 0) {
            // Most texts are shorter in bytes than the limit; only the others are counted out.
            const auto bytes = static_cast<std::int64_t>(text.size());
            if (bytes > maximum(shape) || bytes < std::max<std::int64_t>(shape.min, 0) * 4)
                range(shape, value, place(parent, name), length_of(text), "length");
        }
        if (!shape.pattern.empty() && !matches(shape.pattern, text)) {
            violate(shape, &value, place(parent, name), "Member must satisfy regular expression pattern: " + std::string(shape.pattern));
        }
    }

    void expect(const Shape&, const json::value& value, const char* wanted, const std::string& path) {
        static constexpr const char* names[] = {"null", "a Boolean", "a Number", "a Number", "a Number", "a String", "a List", "a Structure"};
        wrong_type = "The value at '" + path + "' is " + names[static_cast<std::size_t>(value.kind())] + " and can not be converted to " + wanted;
    }

    std::int64_t longest_data_;
};

}  // namespace

const Operation* find_operation(std::string_view name) {
    const auto operations = all_operations();
    const auto found =
        std::lower_bound(operations.begin(), operations.end(), name, [](const Operation& o, std::string_view n) { return o.name < n; });
    return found != operations.end() && found->name == name ? &*found : nullptr;
}

std::optional<ApiError> check(const Operation& operation, const json::object& body, std::size_t longest_data) {
    Checker checker(longest_data);
    checker.structure(all_shapes()[operation.input], body, {});
    if (checker.wrong_type) return ApiError(Refusal::Serialization, {}, *checker.wrong_type);
    const auto& found = checker.violations;
    if (found.empty()) return std::nullopt;
    std::string message = std::to_string(found.size()) + (found.size() == 1 ? " validation error detected: " : " validation errors detected: ");
    for (std::size_t i = 0; i < found.size(); ++i) message += (i > 0 ? "; " : "") + found[i];
    return ApiError(Refusal::Constraint, {}, message);
}

}  // namespace pawl::engine::aws_json
