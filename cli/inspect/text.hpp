// What `pawl inspect` found, as text for people: a line a record, and the fold as an indented list.
#pragma once

#include <iosfwd>

#include <boost/json/fwd.hpp>

namespace pawl::cli {

namespace json = boost::json;

void print_execution_row(std::ostream& out, const json::object& execution);
void print_journal_rows(std::ostream& out, const json::array& rows);
void print_fold(std::ostream& out, const json::object& fold);

}  // namespace pawl::cli
