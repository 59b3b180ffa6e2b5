#include "statemachine/query/jsonata/signature.hpp"

#include <algorithm>

namespace pawl::query::jsonata {
namespace {

constexpr std::uint8_t any = 0xFF;

std::size_t closing(std::string_view text, std::size_t open, char opening, char closing_bracket) {
    int depth = 0;
    for (std::size_t i = open; i < text.size(); ++i) {
        if (text[i] == opening) ++depth;
        if (text[i] == closing_bracket && --depth == 0) return i;
    }
    return text.size();
}

// fits[p][a]: parameters from p on can take all arguments from a on (or some of them, when `whole` is false).
class Matcher {
  public:
    Matcher(const Signature& signature, std::size_t parameters, std::span<const Value> arguments, bool whole)
        : parameters_(signature.parameters.items, parameters),
          arguments_(arguments),
          width_(arguments.size() + 1),
          fits_((parameters + 1) * width_, 0) {
        for (std::size_t a = 0; a < width_; ++a) fits_[parameters * width_ + a] = !whole || a == arguments.size();
        for (std::size_t p = parameters; p-- > 0;) {
            for (std::size_t a = 0; a < width_; ++a) fits_[p * width_ + a] = longest(p, a) != none;
        }
    }

    std::optional<std::vector<std::uint32_t>> counts() const {
        if (!fits_[0]) return std::nullopt;
        std::vector<std::uint32_t> taken;
        std::size_t a = 0;
        for (std::size_t p = 0; p < parameters_.size(); ++p) {
            const std::size_t count = longest(p, a);
            taken.push_back(static_cast<std::uint32_t>(count));
            a += count;
        }
        return taken;
    }

  private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::span<const Parameter> parameters_;
    std::span<const Value> arguments_;
    std::size_t width_;
    std::vector<char> fits_;

    std::size_t longest(std::size_t p, std::size_t a) const {
        const Parameter& parameter = parameters_[p];
        std::size_t run = 0;
        const std::size_t most = parameter.repeated ? arguments_.size() - a : std::min<std::size_t>(1, arguments_.size() - a);
        while (run < most && (arguments_[a + run].type() & parameter.types) != 0) ++run;
        for (std::size_t count = run + 1; count-- > 0;) {
            if (count == 0 && !parameter.optional) break;
            if (fits_[(p + 1) * width_ + a + count]) return count;
        }
        return none;
    }
};

}  // namespace

std::uint8_t type_of_letter(char letter) {
    switch (letter) {
        case 's':
            return type::string;
        case 'n':
            return type::number;
        case 'b':
            return type::boolean;
        case 'l':
            return type::null;
        case 'a':
            return type::array;
        case 'o':
            return type::object;
        case 'f':
            return type::function;
        default:
            return 0;
    }
}

const Signature* parse_signature(std::string_view text, Arena& arena, std::string_view& code) {
    auto* signature = arena.make<Signature>();
    List<Parameter>& parameters = signature->parameters;
    const auto add = [&](std::uint8_t types, bool array = false) {
        Parameter parameter;
        parameter.types = types;
        parameter.array = array;
        parameters.push(parameter, arena);
    };
    char last = 0;
    for (std::size_t i = 1; i < text.size() && text[i] != ':'; ++i) {
        const char symbol = text[i];
        switch (symbol) {
            case 's':
            case 'n':
            case 'b':
            case 'l':
            case 'o':
                add(type_of_letter(symbol) | type::missing);
                break;
            case 'a':
                add(any, true);
                break;
            case 'f':
                add(type::function);
                break;
            case 'j':
                add(static_cast<std::uint8_t>(any & ~type::function));
                break;
            case 'x':
                add(any);
                break;
            case '-':
            case '?':
            case '+':
                if (parameters.empty()) break;
                parameters.back().context = parameters.back().context || symbol == '-';
                parameters.back().optional = parameters.back().optional || symbol != '+';
                parameters.back().repeated = parameters.back().repeated || symbol == '+';
                break;
            case '(': {
                const std::size_t end = closing(text, i, '(', ')');
                const std::string_view choice = text.substr(i + 1, end - i - 1);
                if (choice.find('<') != std::string_view::npos) {
                    code = "S0402";
                    return nullptr;
                }
                std::uint8_t types = type::missing;
                for (const char letter : choice) types = static_cast<std::uint8_t>(types | type_of_letter(letter));
                add(types);
                i = end;
                break;
            }
            case '<': {
                if (last != 'a' && last != 'f') {
                    code = "S0401";
                    return nullptr;
                }
                const std::size_t end = closing(text, i, '<', '>');
                if (last == 'a' && i + 1 < end) parameters.back().item_type = text[i + 1];
                i = end;
                break;
            }
            default:
                break;
        }
        last = symbol;
    }
    return signature;
}

std::optional<std::vector<std::uint32_t>> match_signature(const Signature& signature, std::span<const Value> arguments) {
    return Matcher(signature, signature.parameters.size, arguments, true).counts();
}

std::size_t first_misfit(const Signature& signature, std::span<const Value> arguments) {
    std::size_t good = 0;
    for (std::size_t count = 1; count <= signature.parameters.size; ++count) {
        const auto taken = Matcher(signature, count, arguments, false).counts();
        if (!taken) return good;
        good = 0;
        for (const std::uint32_t each : *taken) good += each;
    }
    return good;
}

}  // namespace pawl::query::jsonata
