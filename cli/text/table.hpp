// Rows of text as a table with aligned columns, for people.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace pawl::cli {

class Table {
  public:
    explicit Table(std::vector<std::string> titles) { rows_.push_back(std::move(titles)); }
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    bool empty() const { return rows_.size() == 1; }
    void print(std::ostream& out) const;

  private:
    std::vector<std::vector<std::string>> rows_;  ///< the titles first
};

}  // namespace pawl::cli
