#include <algorithm>
#include <vector>

#include "statemachine/query/jsonata/builtin.hpp"
#include "statemachine/query/jsonata/signature.hpp"

namespace pawl::query::jsonata {
namespace {

// All functions, sorted by name. Made at first use and never destroyed: expressions point into it.
struct Table {
    Arena arena{static_cast<std::size_t>(-1)};
    std::vector<Builtin> functions;

    Table() {
        for (const auto& list : {text_builtins(), matching_builtins(), number_builtins(), array_builtins(), object_builtins(),
                                 higher_order_builtins(), time_builtins(), step_functions_builtins()}) {
            functions.insert(functions.end(), list.begin(), list.end());
        }
        std::sort(functions.begin(), functions.end(), [](const Builtin& a, const Builtin& b) { return a.name < b.name; });
        for (Builtin& function : functions) {
            std::string_view code;
            function.signature = parse_signature(function.signature_text, arena, code);
        }
    }
};

const Table& table() {
    static const Table* const made = new Table;
    return *made;
}

}  // namespace

const Builtin* find_builtin(std::string_view name, Dialect dialect) {
    const std::vector<Builtin>& functions = table().functions;
    auto found =
        std::lower_bound(functions.begin(), functions.end(), name, [](const Builtin& a, std::string_view wanted) { return a.name < wanted; });
    const std::uint8_t wanted = dialect == Dialect::Reference ? dialect::reference : dialect::step_functions;
    for (; found != functions.end() && found->name == name; ++found) {
        if ((found->dialects & wanted) != 0) return &*found;
    }
    return nullptr;
}

}  // namespace pawl::query::jsonata
