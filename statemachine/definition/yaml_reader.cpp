#include "statemachine/definition/yaml_reader.hpp"

#include <algorithm>
#include <exception>
#include <map>
#include <sstream>
#include <unordered_set>
#include <utility>
#include <vector>

#include <yaml-cpp/depthguard.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "statemachine/definition/json_fault.hpp"
#include "statemachine/definition/json_text.hpp"
#include "statemachine/definition/yaml_scalar.hpp"

namespace pawl::definition {
namespace {

constexpr std::size_t most_copied = 16u << 20;  // bytes that aliases and merges may add to a tree

// yaml-cpp's marks count bytes from 0; ours count UTF-16 units from 1, as for JSON.
class Lines {
  public:
    explicit Lines(std::string_view text) : text_(text), starts_{0} {
        for (std::size_t i = 0; i < text.size(); ++i) {
            if (text[i] == '\n') starts_.push_back(i + 1);
        }
    }

    Place place(const YAML::Mark& mark) const {
        Place place;
        if (mark.is_null()) return {0, 0, 0};
        const std::size_t line = std::min(static_cast<std::size_t>(std::max(mark.line, 0)), starts_.size() - 1);
        place.line = static_cast<std::uint32_t>(line + 1);
        const std::size_t stop = std::min(text_.size(), starts_[line] + static_cast<std::size_t>(std::max(mark.column, 0)));
        for (std::size_t i = starts_[line]; i < stop; ++i) {
            const auto byte = static_cast<unsigned char>(text_[i]);
            place.column += byte >= 0xf0 ? 2 : (byte & 0xc0) == 0x80 ? 0 : 1;
        }
        return place;
    }

    // The white space a line begins with.
    std::string_view indentation(std::uint32_t line) const {
        if (line == 0 || line > starts_.size()) return {};
        const std::string_view rest = text_.substr(starts_[line - 1]);
        return rest.substr(0, std::min(rest.size(), rest.find_first_not_of(" \t")));
    }

  private:
    std::string_view text_;
    std::vector<std::size_t> starts_;
};

struct Size {
    std::size_t bytes = 0, depth = 1;
};

Size size_of(const Node& node) {
    Size size{sizeof(Node) + node.text.size(), 1};
    const auto add = [&](const Node& child) {
        const Size inner = size_of(child);
        size.bytes += inner.bytes;
        size.depth = std::max(size.depth, inner.depth + 1);
    };
    for (const Node& item : node.items) add(item);
    for (const Member& member : node.members) {
        size.bytes += sizeof(Member) - sizeof(Node) + member.key.size();
        add(member.value);
    }
    return size;
}

// Builds the tree from yaml-cpp's events. After the first fault, events are ignored.
class Builder : public YAML::EventHandler {
  public:
    explicit Builder(const Lines& lines) : lines_(lines) {}

    std::optional<YamlFault> fault;
    std::optional<Node> root;

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (++documents_ == 2) fail("A definition is one YAML document: here begins another one, or the indentation is wrong", lines_.place(mark));
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override { add(node_at(mark), anchor, false); }

    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        if (fault) return;
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end()) return fail("The alias stands for something it is itself a part of", lines_.place(mark));
        if (open_.size() + found->second.size.depth > max_json_depth) return fail_depth(lines_.place(mark));
        if (!may_copy(found->second.size, lines_.place(mark))) return;
        add(found->second.node, 0, false);
    }

    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value) override {
        if (fault) return;
        Node node = node_at(mark);
        if (is_key()) {  // JSON's names are texts, whatever they look like
            node.kind = NodeKind::String;
            node.text = value;
            return add(std::move(node), anchor, tag == "?" && value == "<<");
        }
        if (!resolve(tag, value, node)) return;
        add(std::move(node), anchor, false);
    }

    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        begin(mark, tag, "tag:yaml.org,2002:seq", NodeKind::Array, anchor);
    }
    void OnSequenceEnd() override { end(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YAML::EmitterStyle::value) override {
        begin(mark, tag, "tag:yaml.org,2002:map", NodeKind::Object, anchor);
    }
    void OnMapEnd() override { end(); }

  private:
    struct Open {
        Node node;
        YAML::anchor_t anchor = 0;
        std::optional<Member> key;  // waits for its value
        bool is_merge = false;
        std::vector<Node> merged;
    };
    struct Anchored {
        Node node;
        Size size;
    };

    void fail(std::string message, const Place& place) {
        if (!fault) fault = YamlFault{std::move(message), place};
    }
    void fail_depth(const Place& place) {
        fail("The document is nested deeper than " + std::to_string(max_json_depth) + " levels", place);
        fault->too_deep = true;
    }

    Node node_at(const YAML::Mark& mark) const {
        Node node;
        node.place = lines_.place(mark);
        return node;
    }

    bool is_key() const { return !open_.empty() && open_.back().node.is_object() && !open_.back().key; }

    bool may_copy(const Size& size, const Place& place) {
        copied_ += size.bytes;
        if (copied_ <= most_copied) return true;
        fail("Aliases and merges blow the document up to more than " + std::to_string(most_copied >> 20) + " MiB", place);
        return false;
    }

    bool resolve(const std::string& tag, const std::string& value, Node& node) {
        YamlScalar scalar;
        scalar.text = value;
        const bool typed =
            tag == "tag:yaml.org,2002:int" || tag == "tag:yaml.org,2002:float" || tag == "tag:yaml.org,2002:bool" || tag == "tag:yaml.org,2002:null";
        if (tag == "?" || typed) {
            scalar = resolve_plain_scalar(value);
            if (scalar.problem.empty() && typed && scalar.kind == NodeKind::String) scalar.problem = "'" + value + "' is no " + tag.substr(18);
        } else if (tag != "!" && tag != "tag:yaml.org,2002:str") {
            scalar.problem = "The tag '" + tag + "' has no meaning in a definition";
        }
        if (!scalar.problem.empty()) {
            fail(std::move(scalar.problem), node.place);
            return false;
        }
        node.kind = scalar.kind;
        node.boolean = scalar.boolean;
        node.text = std::move(scalar.text);
        return true;
    }

    void begin(const YAML::Mark& mark, const std::string& tag, std::string_view own_tag, NodeKind kind, YAML::anchor_t anchor) {
        if (fault) return;
        Open open;
        open.node = node_at(mark);
        open.node.kind = kind;
        open.anchor = anchor;
        if (is_key()) return fail("A key must be a text", open.node.place);
        if (tag != "?" && tag != "!" && !tag.empty() && tag != own_tag) {
            return fail("The tag '" + tag + "' has no meaning in a definition", open.node.place);
        }
        if (open_.size() >= max_json_depth) return fail_depth(open.node.place);
        open_.push_back(std::move(open));
    }

    void end() {
        if (fault) return;
        Open done = std::move(open_.back());
        open_.pop_back();
        for (const Node& source : done.merged) merge(source, done.node);
        add(std::move(done.node), done.anchor, false);
    }

    // Keys of the map itself win, then those of the sources in their order.
    static void merge(const Node& source, Node& into) {
        into.members.reserve(into.members.size() + source.members.size());  // so that the views of the keys stay good
        std::unordered_set<std::string_view> own;
        for (const Member& member : into.members) own.insert(member.key);
        for (const Member& member : source.members) {
            if (!own.contains(member.key)) into.members.push_back(member);
        }
    }

    void add_merge(Node node, Open& open) {
        open.key.reset();
        const bool sequence = node.is_array();
        std::vector<Node> sources = sequence ? std::move(node.items) : std::vector<Node>();
        if (!sequence) sources.push_back(std::move(node));
        for (Node& source : sources) {
            if (!source.is_object()) return fail("'<<' merges a map or a sequence of maps", source.place);
            if (!may_copy(size_of(source), source.place)) return;
            open.merged.push_back(std::move(source));
        }
    }

    void add(Node node, YAML::anchor_t anchor, bool merge_key) {
        if (fault) return;
        if (anchor != 0) {
            const Size size = size_of(node);
            if (!may_copy(size, node.place)) return;
            anchors_[anchor] = {node, size};
        }
        if (open_.empty()) {
            root = std::move(node);
            return;
        }
        Open& open = open_.back();
        if (open.node.is_array()) {
            open.node.items.push_back(std::move(node));
        } else if (!open.key) {
            if (!node.is_string()) return fail("A key must be a text", node.place);
            open.key.emplace();
            open.key->key = std::move(node.text);
            open.key->place = node.place;
            open.is_merge = merge_key;
        } else if (open.is_merge) {
            add_merge(std::move(node), open);
        } else {
            open.key->value = std::move(node);
            open.node.members.push_back(*std::move(open.key));
            open.key.reset();
        }
    }

    const Lines& lines_;
    std::vector<Open> open_;
    std::map<YAML::anchor_t, Anchored> anchors_;
    std::size_t copied_ = 0;
    int documents_ = 0;
};

// yaml-cpp takes 0x04 for the end of its input; YAML allows no control characters at all.
std::optional<YamlFault> find_control_character(std::string_view text, const Lines& lines) {
    YAML::Mark mark;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if ((byte < ' ' && c != '\t' && c != '\n' && c != '\r') || byte == 0x7f) {
            return YamlFault{"The character " + describe_control(byte) + " is not allowed in YAML", lines.place(mark)};
        }
        ++mark.column;
        if (c == '\n') {
            ++mark.line;
            mark.column = 0;
        }
    }
    return std::nullopt;
}

// In yaml-cpp's words, and in ours where its own lead astray.
YamlFault fault_from(const YAML::Exception& exception, const Lines& lines) {
    YamlFault fault{exception.msg, lines.place(exception.mark)};
    if (lines.indentation(fault.place.line).find('\t') != std::string_view::npos) {
        fault.message = "A tab can't indent a line of YAML: use blanks";
    } else if (!fault.message.empty() && fault.message.front() >= 'a' && fault.message.front() <= 'z') {
        fault.message.front() = static_cast<char>(fault.message.front() - 'a' + 'A');
    }
    return fault;
}

// The one place where exceptions are caught: they are yaml-cpp's.
std::optional<YamlFault> parse(std::string_view text, const Lines& lines, Builder& builder) {
    try {
        std::istringstream in{std::string(text)};
        YAML::Parser parser(in);
        while (!builder.fault && parser.HandleNextDocument(builder)) {
        }
    } catch (const YAML::DeepRecursion& exception) {
        return YamlFault{"The document is nested too deeply", lines.place(exception.mark), true};
    } catch (const YAML::Exception& exception) {
        return builder.fault ? builder.fault : fault_from(exception, lines);
    } catch (const std::exception& exception) {
        return YamlFault{exception.what(), {0, 0, 0}};
    }
    return builder.fault;
}

}  // namespace

Result<std::optional<YamlDocument>, YamlFault> read_yaml(std::string_view text) {
    if (const auto invalid = find_invalid_utf8(text)) return YamlFault{invalid->message.substr(0, invalid->message.find('\n')), invalid->place};
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    const Lines lines(text);
    if (auto fault = find_control_character(text, lines)) return *std::move(fault);
    // yaml-cpp finds an open quote at the end of its input, but not at a line break before it.
    if (const auto last = text.find_last_not_of(" \t\r\n"); last + 1 < text.size()) {
        Builder unheard(lines);
        if (auto fault = parse(text.substr(0, last + 1), lines, unheard)) return *std::move(fault);
    }
    Builder builder(lines);
    if (auto fault = parse(text, lines, builder)) return *std::move(fault);
    if (!builder.root) return std::optional<YamlDocument>();
    YamlDocument document{*std::move(builder.root), {}};
    document.json = write_json(document.root);
    return std::optional<YamlDocument>(std::move(document));
}

}  // namespace pawl::definition
