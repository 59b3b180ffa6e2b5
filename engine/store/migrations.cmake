# Compiles schemas/migrations/NNNN_name.sql into pawl_store, in order, as sqlite/migrations.hpp declares them.
file(GLOB migration_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/schemas/migrations/*.sql)
list(SORT migration_files)
set(migration_list "")
foreach(file ${migration_files})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  get_filename_component(name ${file} NAME_WE)
  string(REGEX MATCH "^0*([0-9]+)_" matched ${name})
  if(NOT matched)
    message(FATAL_ERROR "schemas/migrations/${name}.sql: the name must start with its number, as in 0002_what_it_does.sql")
  endif()
  set(number ${CMAKE_MATCH_1})
  file(READ ${file} text)
  string(APPEND migration_list "{${number}, R\"sql(${text})sql\"},\n")
endforeach()
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/generated/migration_list.cpp CONTENT
"#include \"engine/store/sqlite/migrations.hpp\"

namespace pawl::engine::sqlite {

std::span<const Migration> migrations() {
    static constexpr Migration all[] = {
${migration_list}    };
    return all;
}

}  // namespace pawl::engine::sqlite
" @ONLY)
target_sources(pawl_store PRIVATE ${CMAKE_BINARY_DIR}/generated/migration_list.cpp)
