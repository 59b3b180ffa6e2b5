// The pattern of StringMatches: '*' stands for any text, '\*' and '\\' for themselves. Immutable; matching takes no recursion.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pawl::query {

class StringPattern {
  public:
    /// Empty when a backslash stands before anything but '*' and '\'.
    static std::optional<StringPattern> compile(std::string_view text);

    bool matches(std::string_view text) const;

  private:
    std::vector<std::string> pieces_;  ///< what stands between the wildcards: one piece more than wildcards
};

}  // namespace pawl::query
