#include "statemachine/query/payload_template.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>
#include <variant>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/query/java_hash_map.hpp"
#include "statemachine/query/java_text.hpp"
#include "statemachine/query/path_or_call.hpp"
#include "statemachine/query/variable_names.hpp"

namespace pawl::query {

namespace {

struct Node;

/// A member "x.$".
struct Evaluated {
    std::string name;
    std::string field;
    PathOrCall source;
};
struct Object {
    std::vector<std::pair<std::string, Node>> fixed;
    std::vector<Evaluated> evaluated;
};
struct Array {
    std::vector<Node> items;
};
/// A part of the template without any "x.$" in it is kept whole.
struct Node {
    std::variant<json::value, Object, Array> form;
};

void put_in_hash_map_order(std::vector<Evaluated>& members) {
    const std::size_t buckets = java_buckets(members.size());
    const auto bucket = [buckets](const Evaluated& member) { return java_bucket(java_hash(member.name), buckets); };
    std::stable_sort(members.begin(), members.end(), [&](const Evaluated& a, const Evaluated& b) { return bucket(a) < bucket(b); });
}

class Compiler {
  public:
    std::vector<TemplateFault> faults;
    std::vector<std::string> variables;

    Node compile(const json::value& source) {
        std::optional<Node> node = find_paths(source);
        return node ? *std::move(node) : Node{copy_of(source)};
    }

  private:
    /// Nothing for a part without paths: whoever holds it keeps it whole, so that every value is copied once, however deep it is.
    std::optional<Node> find_paths(const json::value& source) {
        if (const json::object* object = source.if_object()) return find_paths_of(*object);
        if (const json::array* array = source.if_array()) return find_paths_of(*array);
        return std::nullopt;
    }

    std::optional<Node> find_paths_of(const json::object& object) {
        Object compiled;
        std::vector<std::optional<Node>> inner(object.size());
        bool constant = true;
        std::size_t i = 0;
        for (const auto& member : object) {
            if (is_evaluated(member.key())) {
                constant = false;
                compile_evaluated(object, std::string(member.key()), member.value(), compiled.evaluated);
            } else {
                const At at(*this, escaped(member.key()));
                inner[i] = find_paths(member.value());
                constant = constant && !inner[i];
            }
            ++i;
        }
        if (constant) return std::nullopt;
        i = 0;
        for (const auto& member : object) {
            std::optional<Node>& found = inner[i++];
            if (is_evaluated(member.key())) continue;
            compiled.fixed.emplace_back(std::string(member.key()), found ? *std::move(found) : Node{copy_of(member.value())});
        }
        put_in_hash_map_order(compiled.evaluated);
        return Node{std::move(compiled)};
    }

    std::optional<Node> find_paths_of(const json::array& array) {
        std::vector<std::optional<Node>> inner;
        bool constant = true;
        for (std::size_t i = 0; i < array.size(); ++i) {
            const At at(*this, std::to_string(i));
            inner.push_back(find_paths(array[i]));
            constant = constant && !inner.back();
        }
        if (constant) return std::nullopt;
        Array compiled;
        for (std::size_t i = 0; i < array.size(); ++i) compiled.items.push_back(inner[i] ? *std::move(inner[i]) : Node{copy_of(array[i])});
        return Node{std::move(compiled)};
    }

    void compile_evaluated(const json::object& object, const std::string& key, const json::value& value, std::vector<Evaluated>& evaluated) {
        const std::string name = key.substr(0, key.size() - 2);
        if (object.contains(name)) {
            fault(key, "The field '" + name + "' is given twice, as '" + name + "' and as '" + key + "'", {});
            return;
        }
        const std::string text = is_string(value) ? std::string(value.get_string()) : std::string();
        auto source = PathOrCall::compile(text);
        if (!source) {
            fault(key, "The value for the field '" + key + "' must be a valid JSONPath or a valid intrinsic function call", source.error().message);
            return;
        }
        for (std::string& variable : source->variable_references()) variables.push_back(std::move(variable));
        evaluated.push_back({name, key, *std::move(source)});
    }

    void fault(const std::string& key, std::string message, std::string why) {
        faults.push_back({pointer_ + "/" + escaped(key), std::move(message), std::move(why)});
    }

    /// Goes one step down: one text for the whole way, not one for every value on it.
    class At {
      public:
        At(Compiler& compiler, const std::string& step) : pointer_(compiler.pointer_), size_(pointer_.size()) { pointer_.append("/").append(step); }
        ~At() { pointer_.resize(size_); }
        At(const At&) = delete;
        At& operator=(const At&) = delete;

      private:
        std::string& pointer_;
        std::size_t size_;
    };

    static bool is_evaluated(std::string_view key) { return key.ends_with(".$"); }

    /// As JSON pointers write a name.
    static std::string escaped(std::string_view name) {
        std::string out;
        for (const char c : name) out += c == '~' ? "~0" : c == '/' ? "~1" : std::string(1, c);
        return out;
    }

    std::string pointer_;  // of the value at hand, as a fault names it
};

class Evaluation {
  public:
    explicit Evaluation(const Scope& scope) : scope_(scope), resources_(scope.entropy) {}

    /// Null when failed() tells why not.
    json::value build(const Node& node) {
        if (const auto* object = std::get_if<Object>(&node.form)) {
            json::object built;
            built.reserve(object->fixed.size() + object->evaluated.size());
            for (const auto& [name, fixed] : object->fixed) {
                built.emplace(name, build(fixed));
                if (failure_) return nullptr;
            }
            for (const Evaluated& member : object->evaluated) {
                built.emplace(member.name, select(member));
                if (failure_) return nullptr;
            }
            return built;
        }
        if (const auto* array = std::get_if<Array>(&node.form)) {
            json::array built;
            built.reserve(array->items.size());
            for (const Node& item : array->items) {
                built.push_back(build(item));
                if (failure_) return nullptr;
            }
            return built;
        }
        return copy_of(std::get<json::value>(node.form));
    }

    const std::optional<QueryFailure>& failure() const { return failure_; }

  private:
    json::value select(const Evaluated& member) {
        auto built = member.source.build(scope_, resources_, member.field);
        if (built) return *std::move(built);
        failure_ = std::move(built).error();
        return nullptr;
    }

    const Scope& scope_;
    Resources resources_;
    std::optional<QueryFailure> failure_;
};

}  // namespace

struct PayloadTemplate::Compiled {
    Node node;
    std::vector<std::string> variables;
};

Result<PayloadTemplate, std::vector<TemplateFault>> PayloadTemplate::compile(const json::value& source) {
    Compiler compiler;
    Node node = compiler.compile(source);
    if (!compiler.faults.empty()) return std::move(compiler.faults);
    return PayloadTemplate(std::make_shared<const Compiled>(Compiled{std::move(node), distinct_names(std::move(compiler.variables))}));
}

const std::vector<std::string>& PayloadTemplate::variable_references() const { return compiled_->variables; }

Result<Payload, QueryFailure> PayloadTemplate::evaluate(const Scope& scope) const {
    Evaluation evaluation(scope);
    json::value built = evaluation.build(compiled_->node);
    if (evaluation.failure()) return *evaluation.failure();
    return Payload::from_value(std::move(built));
}

}  // namespace pawl::query
