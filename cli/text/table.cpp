#include "cli/text/table.hpp"

#include <algorithm>
#include <ostream>

#include "cli/text/width.hpp"

namespace pawl::cli {

void Table::print(std::ostream& out) const {
    std::vector<std::size_t> widths(rows_.front().size());
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i]));
    }
    for (const auto& row : rows_) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) line += i + 1 < row.size() ? pad(row[i], widths[i] + 2) : row[i];
        out << line << '\n';
    }
}

}  // namespace pawl::cli
